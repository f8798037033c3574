// Compares a system's sums with those that the month was made with, digit by digit.

import Decimal from 'decimal.js';

const AMOUNTS = ['Subtotal', 'TaxTotal', 'Total'];
// Any decimal text is held whole: sums of binary floats print 17 digits, exact ones more.
const Exact = Decimal.clone({ precision: 60 });

/**
 * `summary` is a list of `{ customer, currency, lines, Subtotal, TaxTotal, Total }` with amounts as text. Tells how many of the
 * customers are off, and by how much at most.
 */
export function exactness(summary, { customers }) {
  const found = new Map(summary.map(row => [row.customer.toLowerCase(), row]));
  const expected = Object.entries(customers);
  let worst = new Exact(0);
  let nOff = 0;
  for (const [id, sums] of expected) {
    const row = found.get(id);
    const differences = row ? AMOUNTS.map(key => new Exact(row[key]).minus(sums[key]).abs()) : [];
    worst = Exact.max(worst, ...differences);
    const isExact = row && Number(row.lines) === sums.lines && differences.every(it => it.isZero());
    if (!isExact) nOff += 1;
  }
  return { nCustomers: expected.length, nFound: found.size, nOff, worst: worst.toFixed(), isExact: nOff === 0 && found.size === expected.length };
}
