// What the page saves can be read back and says what the screen says.

import assert from 'node:assert/strict';
import test from 'node:test';
import { parse as parseCsv } from 'csv-parse/sync';
import { site } from './browser.mjs';
import { assertCostDetails, assertSummaryRecords, field, summaryBecomes } from './compare.mjs';
import { INDEPENDENT_SAMPLES, ONE_TIME, SERVICE_COSTS, SERVICE_COST_LINES, oneTimeFile, sample } from './files.mjs';
import { exact, expectation, parseRawJson, readFiles } from './oracle.mjs';

const visit = site();
const records = text => parseCsv(text, { columns: true, bom: true });

/** The details of a collection of ServiceCostsSummary, and that each has the shape of the API's resource. */
function costDetails({ items, totalCount, attributes }) {
  assert.equal(attributes.objectType, 'Collection');
  assert.equal(Number(totalCount), items.length);
  assert.equal(new Set(items.map(it => it.customerId.toLowerCase())).size, items.length, 'one summary per customer');
  return items.flatMap(({ details, links, attributes: { objectType }, ...root }) => {
    assert.equal(objectType, 'ServiceCostsSummary');
    assert.equal(links.self.uri, `/customers/${root.customerId}/servicecosts/MostRecent`);
    assert.equal(links.serviceCostLineItems.method, 'GET');
    return details.map(({ invoiceType, summary }) => ({ invoiceType, ...summary }));
  });
}

/** Loads files, applies `filter`, waits for the oracle's summary. */
const loaded = (paths, body, { filter, keep } = {}) => visit(async page => {
  await page.load(...paths);
  await filter?.(page);
  const expected = expectation(readFiles(paths), keep);
  await summaryBecomes(page, expected);
  await body(page, expected);
});

const CASES = {
  'five sample invoices': [INDEPENDENT_SAMPLES, {}],
  'a filtered view': [INDEPENDENT_SAMPLES, { filter: page => page.pick('Currency', 'HUF'), keep: line => line.currency === 'HUF' }],
  'amounts with float noise and stated totals': [[SERVICE_COST_LINES, SERVICE_COSTS], {}],
};

for (const [name, [paths, view]] of Object.entries(CASES)) {
  test(`summary as JSON: ${name}`, () => loaded(paths, async (page, expected) => {
    const { name: file, text } = await page.download('Download summary (JSON)');
    assert.match(file, /\.json$/);
    assertCostDetails(costDetails(parseRawJson(text)), expected);
  }, view));

  test(`summary as CSV: ${name}`, () => loaded(paths, async (page, expected) => {
    const { name: file, text } = await page.download('Download summary (CSV)');
    assert.match(file, /\.csv$/);
    const rows = records(text).filter(record => field(record, 'customerId', 'customer') !== '');
    assertSummaryRecords(rows, expected);
  }, view));
}

test('rows as CSV hold the same lines, with the text that the file had', () => loaded([ONE_TIME], async page => {
  const { text } = await page.download('Download rows (CSV)');
  const [saved, original] = [records(text), records(readFiles([ONE_TIME])[0].bytes.toString('utf8'))];
  assert.equal(saved.length, original.length);
  saved.forEach((record, idx) => {
    for (const column of ['CustomerName', 'OrderDate', 'SkuId', 'OrderId', 'Subtotal', 'Total', 'EffectiveUnitPrice', 'PriceAdjustmentDescription', 'ProductQualifiers']) {
      assert.equal(field(record, column), original[idx][column], `line ${idx + 2}, ${column}`);
    }
  });
}));

test('scientific notation, leading zeros and long ids survive', () => loaded([sample('G052146301_BilledUsage_c000.csv')], async page => {
  const { text } = await page.download('Download rows (CSV)');
  const [saved, original] = [records(text), records(readFiles([sample('G052146301_BilledUsage_c000.csv')])[0].bytes.toString('utf8'))];
  const texts = (rows, column) => rows.map(row => field(row, column)).toSorted();
  for (const column of ['BillingPreTaxTotal', 'Quantity', 'SkuId', 'Tags', 'AdditionalInfo']) assert.deepEqual(texts(saved, column), texts(original, column));
}));

test('rows of a filtered view are the filtered rows', () => loaded(INDEPENDENT_SAMPLES, async (page, expected) => {
  const { text } = await page.download('Download rows (CSV)');
  const rows = records(text);
  assert.equal(rows.length, expected.lines.length);
  const totals = list => list.map(exact).toSorted();
  assert.deepEqual(totals(rows.map(row => field(row, 'Subtotal'))), totals(expected.lines.map(line => line.pretax)));
}, { filter: page => page.pick('Currency', 'EUR'), keep: line => line.currency === 'EUR' }));

test('cells that a spreadsheet would run as formulas are made harmless, negative amounts stay numbers', () => {
  const names = ['=HYPERLINK("http://example.org")', '+1+1', '@SUM(A1)', '-2+3', '\t=1'];
  const file = oneTimeFile('formulas.csv', names.map((CustomerName, i) => ({ CustomerName, CustomerId: `00000000-0000-4000-8000-00000000000${i}`, Subtotal: '-94.08', Total: '-94.08' })));
  return loaded([file], async page => {
    for (const button of ['Download rows (CSV)', 'Download summary (CSV)']) {
      const { text } = await page.download(button);
      const cells = parseCsv(text, { bom: true }).flat();
      assert.deepEqual(cells.filter(cell => /^[=+@\t\r]/.test(cell) || (/^-/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell))), []);
      assert.ok(cells.includes('-94.08'));
      assert.ok(cells.some(cell => cell.startsWith("'") && cell.includes('HYPERLINK')));
    }
  });
});
