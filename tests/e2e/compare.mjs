// Holds what the page shows against what the oracle expects, cell by cell.

import assert from 'node:assert/strict';
import { eventually } from './browser.mjs';
import { exact, rowKey } from './oracle.mjs';

const NO_STATED = { pretax: undefined, tax: undefined, total: undefined };
const HEADINGS = ['Customer', 'Invoice type', 'Currency', 'Lines', 'Pretax total', 'Tax', 'Total'];

const sorted = (rows, key) => rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
const blankAsMissing = stated => Object.fromEntries(Object.entries(stated).map(([key, value]) => [key, value || undefined]));
const footerKey = footer => `${footer.currency}|${footer.invoiceType}`;

/** The summary on the page becomes exactly `expected`: rows, footers, and stated totals where there are any. */
export const summaryBecomes = (page, expected) => eventually(async () => {
  const { headings, rows, footers } = await page.summary();
  const shown = sorted(rows, rowKey);
  const bare = ({ customerId, invoiceType, currency, period, lines, pretax, tax, total }) => ({ customerId, invoiceType, currency, period, lines: String(lines), pretax, tax, total });
  assert.deepEqual(shown.map(bare), expected.rows.map(bare));
  shown.forEach((row, idx) => {
    const wanted = expected.rows[idx];
    assert.ok(row.customerText.includes(wanted.customerName), `${row.customerText} should name ${wanted.customerName}`);
    assert.deepEqual(blankAsMissing(row.stated), wanted.stated ?? NO_STATED);
  });
  assert.deepEqual(sorted(footers, footerKey), expected.footers);
  if (rows.length) assert.deepEqual(headings.slice(0, HEADINGS.length), HEADINGS);
});

/** A JSON or CSV record's field by the first of `names` that it has, whatever the case and the spaces. */
export function field(record, ...names) {
  const letters = text => text.toLowerCase().replace(/[^a-z]/g, '');
  const found = new Map(Object.entries(record).map(([key, value]) => [letters(key), value]));
  const name = names.map(letters).find(it => found.has(it));
  assert.ok(name, `none of ${names} among ${Object.keys(record)}`);
  return found.get(name);
}

/** Records of a downloaded summary agree with the oracle. */
export function assertSummaryRecords(records, expected) {
  const rows = records.map(record => ({
    customerId: field(record, 'customerId', 'customer').toLowerCase(),
    invoiceType: field(record, 'invoiceType'),
    currency: field(record, 'currency', 'currencyCode'),
    period: field(record, 'billingPeriod', 'period'),
    lines: String(field(record, 'lines')),
    pretax: exact(field(record, 'pretaxTotal', 'pretax')),
    tax: exact(field(record, 'tax')),
    total: exact(field(record, 'total', 'afterTaxTotal')),
  }));
  const wanted = expected.rows.map(({ customerName, stated, lines, ...row }) => ({ ...row, lines: String(lines) }));
  const plain = list => sorted(list, rowKey).map(row => Object.fromEntries(Object.entries(row).sort()));
  assert.deepEqual(plain(rows), plain(wanted));
}

/** The first and the last day of a period: a month, or `first..last` as Microsoft states it. */
function daysOf(period) {
  if (period.includes('..')) return period;
  const [year, month] = period.split('-').map(Number);
  return `${period}-01..${period}-${String(new Date(Date.UTC(year, month, 0)).getUTCDate()).padStart(2, '0')}`;
}

/** The details of downloaded ServiceCostsSummary resources agree with the oracle. */
export function assertCostDetails(details, expected) {
  const rows = details.map(it => ({
    customerId: it.customerId.toLowerCase(), invoiceType: it.invoiceType, currency: it.currencyCode,
    period: `${it.billingStartDate.slice(0, 10)}..${it.billingEndDate.slice(0, 10)}`,
    pretax: exact(it.pretaxTotal), tax: exact(it.tax), total: exact(it.afterTaxTotal),
  }));
  const wanted = expected.rows.map(({ customerId, invoiceType, currency, period, pretax, tax, total }) =>
    ({ customerId, invoiceType, currency, period: daysOf(period), pretax, tax, total }));
  assert.deepEqual(sorted(rows, rowKey), sorted(wanted, rowKey));
}
