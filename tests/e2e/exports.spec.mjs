// What is behind "More to save and print": CSV for a country's Excel, statements, rows without names; and the page on paper.

import assert from 'node:assert/strict';
import test from 'node:test';
import { parse as parseCsv } from 'csv-parse/sync';
import { eventually, site } from './browser.mjs';
import { summaryBecomes } from './compare.mjs';
import { INDEPENDENT_SAMPLES, LICENSE, ONE_TIME, made } from './files.mjs';
import { exact, expectation, readFiles } from './oracle.mjs';

const visit = site();
const openMore = page => page.button('More to save and print').click();
const amountsOf = ({ pretax, tax, total }) => [pretax, tax, total].map(exact);

/** What a file of statements or of rows without names says, read by the browser. */
const readDocument = async (page, text, read) => {
  const tab = await page.tab.context().newPage();
  try {
    await tab.setContent(text);
    return await tab.evaluate(read);
  } finally {
    await tab.close();
  }
};

/** Pages of a PDF of Chromium's, whose page objects are not packed. */
const pagesOf = pdf => [...pdf.toString('latin1').matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;

for (const [locale, separator, decimal] of [['hu-HU', ';', ','], ['en-US', ',', '.'], ['de-CH', ';', '.']]) {
  test(`rows for Excel, as ${locale} writes lists and numbers, read back to the same totals`, () => visit(async page => {
    await page.load(ONE_TIME);
    const expected = expectation(readFiles([ONE_TIME]));
    await summaryBecomes(page, expected);
    await openMore(page);
    const { name, text } = await page.download('Rows for Excel (CSV)');
    assert.equal(name, 'reconlens-rows-excel.csv');
    assert.ok(text.startsWith('\ufeff') && text.endsWith('\r\n'));
    const saved = parseCsv(text, { columns: true, bom: true, delimiter: separator });
    assert.deepEqual(saved.map(row => exact(row.Total.replace(decimal, '.'))), expected.lines.map(line => exact(line.total)));
    assert.ok(saved.some(row => row.Total.includes(decimal)));
    await page.tab.keyboard.press('Escape');
    await page.remove(ONE_TIME.split('/').at(-1));
    await page.load(made('again.csv', text));
    await summaryBecomes(page, expected);
  }, { locale }));
}

test('statements: a customer after the other, each on pages of its own, amounts as the oracle has them', () => visit(async page => {
  await page.load(...INDEPENDENT_SAMPLES);
  const expected = expectation(readFiles(INDEPENDENT_SAMPLES));
  await summaryBecomes(page, expected);
  await openMore(page);
  const { name, text } = await page.download('Download statements (HTML)');
  assert.equal(name, 'reconlens-statements.html');
  assert.doesNotMatch(text, /<script|https?:\/\//i);
  const statements = await readDocument(page, text, () => [...document.querySelectorAll('article')].map(article => {
    const amounts = row => [...row.querySelectorAll('data')].map(it => it.value);
    return {
      customer: article.dataset.customer.toLowerCase(),
      rows: [...article.querySelectorAll('.summary tbody tr')].map(row => [...[...row.cells].slice(0, 4).map(it => it.innerText), ...amounts(row)]),
      totals: [...article.querySelectorAll('.lines tfoot tr, .products tfoot tr')].map(amounts),
    };
  }));
  const customers = new Set(expected.rows.map(row => row.customerId));
  assert.deepEqual(statements.map(it => it.customer).toSorted(), [...customers].toSorted());
  for (const { customer, rows, totals } of statements) {
    const wanted = expected.rows.filter(row => row.customerId === customer).map(row => [row.invoiceType, row.currency, row.period, String(row.lines), ...amountsOf(row)]);
    assert.deepEqual(rows.toSorted(), wanted.toSorted());
    assert.deepEqual(totals, rows.map(row => row.slice(4)));
  }
  const tab = await page.tab.context().newPage();
  await tab.setContent(text);
  assert.ok(pagesOf(await tab.pdf({ preferCSSPageSize: true })) >= statements.length);
  await tab.evaluate(() => document.querySelectorAll('article ~ article').forEach(it => it.remove()));
  assert.ok(pagesOf(await tab.pdf({ preferCSSPageSize: true })) >= 1);
  await tab.close();
}));

test('statements are printed from a frame that keeps to the policy and has its own style', () => visit(async page => {
  await page.load(ONE_TIME);
  await page.tab.evaluate(() => {
    globalThis.nPrinted = 0;
    Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', { get: () => ({ focus() {}, print() { globalThis.nPrinted += 1; } }) });
  });
  await openMore(page);
  for (const n of [1, 2]) {
    await page.button('Print statements…').click();
    await eventually(async () => assert.equal(await page.tab.evaluate(() => globalThis.nPrinted), n));
  }
  const frame = await page.tab.evaluate(() => {
    const [frame, ...others] = document.querySelectorAll('iframe');
    const { contentDocument: it } = frame;
    return {
      others: others.length, articles: it.querySelectorAll('article').length, heading: getComputedStyle(it.querySelector('h1')).fontSize,
      limits: frame.getAttribute('sandbox'),
    };
  });
  assert.deepEqual(frame, { others: 0, articles: expectation(readFiles([ONE_TIME])).rows.length, heading: '24px', limits: 'allow-same-origin allow-modals' });
}));

test('rows without names: what will be in it is said before, and no name is', () => visit(async page => {
  const paths = [ONE_TIME, LICENSE];
  await page.load(...paths);
  const expected = expectation(readFiles(paths));
  await summaryBecomes(page, expected);
  await openMore(page);
  await page.button('Share without names').click();
  const plan = page.tab.getByRole('dialog', { name: 'Share without names' });
  await eventually(async () => assert.match(await plan.innerText(), new RegExp(`${expected.lines.length} rows of this view, from 2 files`)));
  const said = Object.fromEntries(await plan.getByRole('row').evaluateAll(rows => rows.slice(1).map(row => [row.cells[0].firstChild.data, row.cells[1].innerText.split(', ')])));
  assert.ok(said.Replaced.includes('CustomerName') && said.Kept.includes('Subtotal') && said['Left out'].includes('ProductQualifiers'));
  const html = await page.download('Save without names (HTML)');
  const again = await page.download('Save without names (HTML)');
  const csv = await page.download('Save without names (CSV)');
  assert.notEqual(html.text, again.text, 'another key each time');
  for (const { text } of [html, csv]) {
    for (const { customerId, customerName, subscription } of expected.lines) {
      for (const secret of [customerId, customerName, subscription].filter(Boolean)) assert.ok(!text.toLowerCase().includes(secret.toLowerCase()), secret);
    }
    assert.doesNotMatch(text, /nce_recon|legacy_license|\w@\w|onmicrosoft/i);
  }
  const totals = await readDocument(page, html.text, () => [...document.querySelectorAll('.totals tbody tr')].map(row => [
    row.cells[1].innerText, row.cells[0].innerText, ...[...row.querySelectorAll('data')].map(it => it.value),
  ]));
  assert.deepEqual(totals.toSorted(), expected.footers.map(it => [it.currency, it.invoiceType, ...amountsOf(it)]).toSorted());
}));

test('the page on paper has its figures and nothing to press', () => visit(async page => {
  await page.load(...INDEPENDENT_SAMPLES);
  await page.pick('Currency', 'EUR');
  await page.tab.emulateMedia({ media: 'print' });
  const isSeen = locator => locator.first().isVisible();
  for (const name of ['Service cost summary']) assert.ok(await isSeen(page.table(name)), name);
  assert.ok(await isSeen(page.figure('Cost by customer')));
  assert.ok(await isSeen(page.tab.getByRole('list', { name: 'Checks' })));
  const visible = await page.tab.locator('button.button, label.button, input, select').evaluateAll(all => all.filter(it => it.checkVisibility()).map(it => it.outerHTML));
  assert.deepEqual(visible, []);
  const pdf = await page.tab.pdf({ preferCSSPageSize: true });
  assert.ok(pagesOf(pdf) >= 1);
}));
