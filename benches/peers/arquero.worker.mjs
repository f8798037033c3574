// Arquero parses the text of the file, in pieces where it would be longer than a text can be, into one table.

import { desc, escape, fromCSV, op } from 'arquero';
import { answerCalls } from './calls.mjs';
import { AMOUNTS, N_FIRST_ROWS, NUMBERS, columnsOf, piecesOf } from './offer.mjs';

let lines;
let texts;

function dayNumber(text) {
  const [month, day, year] = text.split('/');
  return Number(year) * 10_000 + Number(month) * 100 + Number(day);
}

const sums = { lines: op.count(), ...Object.fromEntries(AMOUNTS.map(it => [it, op.sum(it)])) };
const summaryOf = table => table.groupby('CustomerId', 'Currency').rollup(sums).objects();

async function load(file) {
  const columns = await columnsOf(file);
  texts = columns.filter(it => !NUMBERS.includes(it) && it !== 'ChargeStartDate');
  const parse = { ...Object.fromEntries(AMOUNTS.map(it => [it, Number])), ChargeStartDate: dayNumber };
  const tables = [];
  for await (const piece of piecesOf(file)) {
    const isFirst = tables.length === 0;
    tables.push(fromCSV(new TextDecoder().decode(piece), { header: isFirst, names: columns, autoType: false, parse }));
  }
  lines = tables.length === 1 ? tables[0] : tables[0].concat(...tables.slice(1));
  return summaryOf(lines).map(({ CustomerId, Currency, lines: n, ...amounts }) => {
    const printed = Object.entries(amounts).map(([key, value]) => [key, String(value)]);
    return { customer: CustomerId, currency: Currency, lines: n, ...Object.fromEntries(printed) };
  });
}

function ask({ customers, from, to, charge }) {
  const wanted = new Set(customers);
  const [first, last] = [from, to].map(it => Number(it.replaceAll('-', '')));
  const found = lines.filter(escape(it => wanted.has(it.CustomerId) && it.ChargeType === charge && it.ChargeStartDate >= first && it.ChargeStartDate <= last));
  summaryOf(found);
  found.orderby(desc('Total')).slice(0, N_FIRST_ROWS).objects();
  return found.numRows();
}

function search(needle) {
  const wanted = needle.toLowerCase();
  // Empty cells are null.
  const found = lines.filter(escape(it => texts.some(key => it[key]?.toLowerCase().includes(wanted))));
  summaryOf(found);
  found.slice(0, N_FIRST_ROWS).objects();
  return found.numRows();
}

answerCalls({ start: () => {}, load, ask, search });
