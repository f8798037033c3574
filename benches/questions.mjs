// What every system is asked, the same on every machine: the filters of a clerk who looks into single customers, and
// texts that stand in many rows, in few and in none.

import { seeded } from '../scripts/seeded.mjs';

const CHARGES = ['new', 'renew', 'cycleCharge', 'addQuantity', 'removeQuantity', 'cancelImmediate', 'customerCredit'];
const N_PICKED = 10;

const day = n => `2026-09-${String(n).padStart(2, '0')}`;

/** `nQuestions` filters by one customer, and as many by ten: `{ customers, from, to, charge }`. */
export function questions(sums, nQuestions) {
  const random = seeded(20_260_901);
  const all = Object.keys(sums.customers);
  const step = Math.max(1, Math.floor(all.length / nQuestions));
  const asked = Array.from({ length: nQuestions }, (_, idx) => all[(idx * step) % all.length]);
  const filter = customers => {
    const from = 1 + random(10);
    return { customers, from: day(from), to: day(from + 8 + random(10)), charge: CHARGES[random(CHARGES.length)] };
  };
  return {
    one: asked.map(customer => filter([customer])),
    ten: asked.map((_, idx) => filter(Array.from({ length: Math.min(N_PICKED, asked.length) }, (_, more) => asked[(idx + more) % asked.length]))),
  };
}

/** Texts to search for by how often they stand in a month; each is searched for several times. */
export const NEEDLES = {
  common: ['azure plan', 'customer 1', 'SKU 2', 'earned credit', 'renew'],
  rare: ['customer 123,', 'product 77 for', 'a1b2c', '0f3e9'],
  absent: ['zzqx', 'no such text', 'contoso'],
};
