// Lines in groups: subtotals, values side by side, the rows behind a figure, the download; held against the summary, which
// other tests hold against the oracle.

import assert from 'node:assert/strict';
import test from 'node:test';
import { parse as parseCsv } from 'csv-parse/sync';
import Decimal from 'decimal.js';
import { eventually, site } from './browser.mjs';
import { sampleFiles } from './files.mjs';

const visit = site();
const withMonth = body => visit(async page => {
  await page.button('Try it with sample data').click();
  await page.waitUntilSettled(sampleFiles().length);
  await body(page);
});
const add = amounts => amounts.reduce((sum, it) => sum.plus(it), new Decimal(0)).toFixed();

/** The lines of the summary: what is only stated by Microsoft has none. */
const ofLines = ({ rows }) => rows.filter(it => it.lines !== '0');

test('groups come to what the summary says, in each currency', () => withMonth(async page => {
  const rows = ofLines(await page.summary());
  await page.groupBy('Customer', 'Product');
  const groups = await page.groups();
  assert.deepEqual(Object.keys(groups).sort(), [...new Set(rows.map(it => it.currency))].sort());
  for (const [currency, { headings, rows: shown, total }] of Object.entries(groups)) {
    assert.deepEqual(headings, ['Customer › Product', 'Lines', 'Pretax total', 'Tax', 'Total', 'Share']);
    const own = rows.filter(it => it.currency === currency);
    assert.equal(shown.length, new Set(own.map(it => it.customerId)).size);
    for (const { value, cells } of shown) {
      const of = own.filter(it => it.customerId === value.toLowerCase());
      assert.deepEqual(cells, ['lines', 'pretax', 'tax', 'total'].map(key => add(of.map(it => it[key]))), value);
    }
    assert.deepEqual(total, ['lines', 'pretax', 'tax', 'total'].map(key => add(own.map(it => it[key]))));
  }
}));

test('a group opens into its own, and a figure into its rows', () => withMonth(async page => {
  await page.groupBy('Customer', 'Product');
  const before = (await page.groups()).EUR.rows;
  const opened = before[0];
  await page.table('Groups in EUR').getByRole('button', { expanded: false }).first().click();
  await eventually(async () => assert.ok((await page.groups()).EUR.rows.length > before.length));
  const { rows } = (await page.groups()).EUR;
  const inner = rows.filter(it => it.level === 1);
  assert.deepEqual(inner.reduce((sum, it) => sum.map((n, idx) => add([n, it.cells[idx]])), ['0', '0', '0', '0']), opened.cells);
  assert.match(page.fragment(), /group=customer,product&open=/);

  const wanted = inner[0];
  await page.table('Groups in EUR').getByRole('row').nth(2).getByRole('button', { name: /Lines$/ }).click();
  await eventually(async () => assert.equal(String(await page.lineCount()), wanted.cells[0]));
  assert.equal(await page.tab.evaluate(() => document.activeElement.textContent), 'Line items');
  await eventually(async () => assert.deepEqual((await page.groups()).EUR.total, wanted.cells));
  await page.tab.goBack();
  await eventually(async () => assert.equal((await page.groups()).EUR.rows.length, rows.length));
}));

test('values stand side by side, are ordered, and saved as they are shown', () => withMonth(async page => {
  await page.groupBy('Charge type');
  await page.tab.getByLabel('Side by side').selectOption({ label: 'Customer' });
  await page.tab.getByLabel('Show', { exact: true }).selectOption({ label: 'Pretax total' });
  await eventually(async () => assert.equal((await page.groups()).USD.headings.at(-2).replace(/ [↑↓]$/, ''), 'Pretax total'));
  const { headings, rows, total } = (await page.groups()).USD;
  for (const { cells } of [...rows, { cells: total }]) {
    assert.equal(add(cells.slice(0, -1).filter(Boolean)), cells.at(-1));
  }
  const amounts = rows.map(it => new Decimal(it.cells.at(-1)));
  assert.ok(amounts.every((it, idx) => idx === 0 || it.lte(amounts[idx - 1])), 'the largest stands first');

  const { name, text } = await page.download('Download groups (CSV)');
  assert.equal(name, 'reconlens-groups.csv');
  const saved = parseCsv(text, { columns: true }).filter(it => it.Currency === 'USD');
  const columns = headings.slice(1, -2).map(it => `${it} Pretax total`);
  assert.deepEqual(saved.filter(it => it.Row === 'Group').map(it => [...columns.map(key => it[key]), it.PretaxTotal]), rows.map(it => it.cells));

  await page.table('Groups in USD').getByRole('button', { name: 'Charge type' }).click();
  await eventually(async () => {
    const names = (await page.groups()).USD.rows.map(it => it.label);
    assert.deepEqual(names, names.toSorted((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1)));
  });
  assert.match(page.fragment(), /order=name/);
}));

test('the groupings asked for most are one click away, and go by one', () => withMonth(async page => {
  await page.button('Customer by month').click();
  await eventually(async () => assert.ok((await page.groups()).EUR.headings.some(it => /^2026-09$/.test(it))));
  await page.button('Clear').click();
  await eventually(async () => assert.deepEqual(await page.groups(), {}));
  assert.equal(page.fragment(), '');
}));
