// A person's main paths in Firefox: another engine runs the same page under the same policy.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { parse as parseCsv } from 'csv-parse/sync';
import { eventually } from './browser.mjs';
import { assertCostDetails, field, summaryBecomes } from './compare.mjs';
import { BILLING_SAMPLES, INDEPENDENT_SAMPLES, LICENSE, ONE_TIME, oneTimeFile, sampleFiles, shared } from './files.mjs';
import { firefoxSite } from './firefox.mjs';
import { exact, expectation, parseRawJson, readFiles } from './oracle.mjs';

const visit = firefoxSite();
const invoices = readFiles(INDEPENDENT_SAMPLES);
const expectedOf = (...paths) => expectation(readFiles(paths));
const withInvoices = body => visit(async (page, more) => {
  await page.load(...INDEPENDENT_SAMPLES);
  await body(page, more);
});

/** Summary and grid show exactly the lines that `keep` lets through. */
async function shows(page, keep) {
  const expected = expectation(invoices, keep);
  await summaryBecomes(page, expected);
  await eventually(async () => assert.equal(await page.lineCount(), expected.lines.length));
}

test('chosen files are summed up to the digit', () => visit(async page => {
  await page.load(...BILLING_SAMPLES);
  await summaryBecomes(page, expectedOf(...BILLING_SAMPLES));
  assert.equal(await page.status(), 'ready');
}));

test('dropped files are read', () => visit(async page => {
  const files = [ONE_TIME, LICENSE].map(file => [path.basename(file), fs.readFileSync(file, 'utf8')]);
  await page.tab.evaluate(texts => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of texts) dataTransfer.items.add(new File([text], name));
    for (const type of ['dragover', 'drop']) document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }, files);
  await page.waitUntilSettled(2);
  await summaryBecomes(page, expectedOf(ONE_TIME, LICENSE));
}));

test('the sample month loads by one click, and each check has its verdict', () => visit(async page => {
  await page.button('Try it with sample data').click();
  await page.waitUntilSettled(sampleFiles().length);
  await summaryBecomes(page, expectedOf(...sampleFiles()));
  await eventually(async () => {
    const checks = await page.checks();
    assert.ok(checks.some(check => check.verdict === 'pass') && checks.every(check => check.verdict !== 'fail'));
  });
}));

test('a file of no known kind is refused with a sentence, the one beside it counts', () => visit(async page => {
  const unknown = shared('neighbours/msphub-tool_sample.csv');
  await page.load(LICENSE, unknown);
  const { state, name, text } = await page.file(path.basename(unknown));
  assert.equal(state, 'failed');
  assert.ok(text.replace(name, '').trim().split(/\s+/).length >= 4, `should say why: ${text}`);
  await summaryBecomes(page, expectedOf(LICENSE));
}));

test('filters narrow rows and totals', () => withInvoices(async page => {
  await page.pick('Currency', 'EUR');
  await page.setFrom('2026-09-03');
  await page.search('microsoft 365');
  await shows(page, line => line.currency === 'EUR' && line.day >= '2026-09-03' && line.cells.some(cell => cell.toLowerCase().includes('microsoft 365')));
}));

test('back and forward walk through the views', () => withInvoices(async page => {
  await page.pick('Currency', 'EUR');
  await shows(page, line => line.currency === 'EUR');
  await page.tab.goBack();
  await shows(page, () => true);
  await page.tab.goForward();
  await shows(page, line => line.currency === 'EUR');
}));

test('a bar of a chart picks its value', () => withInvoices(async page => {
  await page.bar('Cost by charge type', 'new').click();
  await shows(page, line => line.chargeType === 'new');
}));

test('a link that is opened in another tab brings the view back', () => withInvoices(async (page, { open }) => {
  await page.pick('Currency', 'EUR');
  await page.pick('Charge type', 'new');
  const keep = line => line.currency === 'EUR' && line.chargeType === 'new';
  await shows(page, keep);
  const other = await open(page.tab.url());
  await other.load(...INDEPENDENT_SAMPLES);
  await shows(other, keep);
  const picked = (await other.options('Currency')).filter(it => it.picked).map(it => it.value);
  assert.deepEqual(picked, ['EUR']);
}));

test('summary and rows are saved as the screen shows them', () => withInvoices(async page => {
  await page.pick('Currency', 'EUR');
  const expected = expectation(invoices, line => line.currency === 'EUR');
  await summaryBecomes(page, expected);
  const { name, text } = await page.download('Download summary (JSON)');
  assert.match(name, /\.json$/);
  assertCostDetails(parseRawJson(text).items.flatMap(it => it.details.map(({ invoiceType, summary }) => ({ invoiceType, ...summary }))), expected);
  const rows = parseCsv((await page.download('Download rows (CSV)')).text, { columns: true, bom: true });
  assert.deepEqual(rows.map(row => exact(field(row, 'Subtotal'))).toSorted(), expected.lines.map(line => exact(line.pretax)).toSorted());
}));

test('the last row is reached by one key, and its neighbour by the next', () => visit(async page => {
  const nRows = 500;
  await page.load(oneTimeFile('many.csv', Array.from({ length: nRows }, (_, i) => ({ InvoiceNumber: `G${i}` }))));
  const grid = page.tab.getByRole('grid', { name: 'Line items' });
  await grid.focus();
  const activeRow = () => grid.evaluate(it => {
    const row = document.getElementById(it.getAttribute('aria-activedescendant'))?.closest('[role=row]');
    return row && { number: Number(row.getAttribute('aria-rowindex')), text: row.textContent };
  });
  await page.tab.keyboard.press('Control+End');
  await eventually(async () => {
    const { number, text } = await activeRow();
    assert.equal(number, nRows + 1);
    assert.ok(text.includes(`G${nRows - 1}`), text);
  });
  await page.tab.keyboard.press('ArrowUp');
  await eventually(async () => assert.equal((await activeRow()).number, nRows));
}));

test('a column is sorted from the keyboard', () => visit(async page => {
  await page.load(ONE_TIME);
  const heading = page.tab.getByRole('columnheader', { name: 'Subtotal' });
  await heading.locator('button').focus();
  await page.tab.keyboard.press('Enter');
  await eventually(async () => assert.equal(await page.tab.locator('[role=columnheader][aria-sort=ascending]').count(), 1));
  assert.match(page.fragment(), /sort=Subtotal/);
}));

test('a dialog opens, takes the focus, and Escape closes it', () => visit(async page => {
  await page.button('What is this column?').click();
  const dialog = page.tab.locator('dialog[open]');
  await eventually(async () => assert.ok(await dialog.evaluate(it => it.contains(document.activeElement))));
  await page.tab.keyboard.press('Escape');
  await eventually(async () => assert.equal(await dialog.count(), 0));
}));

// Firefox looks through its whole tree for each of them, which takes seconds: hence few of them, and a small file.
test('assistive technology finds by role and name what the contract promises', () => visit(async page => {
  await page.load(LICENSE);
  const promised = [['table', 'Service cost summary'], ['searchbox', 'Search'], ['figure', 'Cost by customer'], ['grid', 'Line items'], ['list', 'Checks']];
  for (const [role, name] of promised) await eventually(async () => assert.ok(await page.tab.accessible(role, name), `${role} "${name}"`));
}));
