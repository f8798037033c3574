// Numbers and dates in the reader's language: every digit of the file, in the signs and the order of the language; and on demand as
// the file writes them. What each language writes is known from the Intl of Node.

import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually, site } from './browser.mjs';
import { oneTimeFile } from './files.mjs';

const visit = site();
const AMOUNTS = ['1234567.5', '-1234.005', '17.219999999999999', '98765432109876543.21', '0'];
const ORDER = '569142413664018751';
const file = () => oneTimeFile('read.csv', AMOUNTS.map(amount => ({ OrderId: ORDER, Subtotal: amount, TaxTotal: '0', Total: amount, ChargeStartDate: '5/1/2024' })));

/** An exact amount in a language: the whole part as a big integer, the decimals as they are. */
function written(exact, language) {
  const [whole, decimals] = exact.replace('-', '').split('.');
  const sign = exact.startsWith('-') ? '−' : '';
  const point = new Intl.NumberFormat(language).formatToParts(1.5).find(it => it.type === 'decimal').value;
  return sign + new Intl.NumberFormat(language).format(BigInt(whole)) + (decimals === undefined ? '' : point + decimals);
}

/** [text, exact] of a column's cells in the first rows. */
const cells = (page, name) => page.tab.getByRole('grid', { name: 'Line items' }).evaluate((grid, name) => {
  const heading = [...grid.querySelectorAll('[role=columnheader]')].find(it => it.querySelector('button')?.firstChild.textContent === name);
  const rows = [...grid.querySelectorAll('[role=row][aria-rowindex]')].filter(it => !it.hidden && Number(it.getAttribute('aria-rowindex')) > 1);
  const inOrder = rows.sort((a, b) => a.getAttribute('aria-rowindex') - b.getAttribute('aria-rowindex'));
  return inOrder.map(row => row.querySelector(`[aria-colindex="${heading.getAttribute('aria-colindex')}"]`)).map(it => [it.textContent, it.dataset.value]);
}, name);

const COLUMNS = '#columns=OrderId,ChargeStartDate,Subtotal';

for (const language of ['hu-HU', 'de-CH', 'en-IN', 'es-ES', 'sv-SE', 'en-US']) {
  test(`${language} has its own signs and order, and every digit of the file`, () => visit(async page => {
    await page.load(file());
    await eventually(async () => assert.deepEqual(await cells(page, 'Subtotal'), AMOUNTS.map(it => [written(it, language), it])));
    const day = new Intl.DateTimeFormat(language, { timeZone: 'UTC' }).format(new Date('2024-05-01T00:00:00Z'));
    assert.deepEqual((await cells(page, 'ChargeStartDate'))[0], [day, '5/1/2024']);
    // An id is no number.
    assert.deepEqual((await cells(page, 'OrderId'))[0], [ORDER, ORDER]);
    const [row] = (await page.summary()).rows;
    const total = page.table('Service cost summary').locator(`tbody td[data-value="${row.total}"]`).first();
    assert.equal(await total.textContent(), written(row.total, language));
  }, { fragment: COLUMNS, locale: language }));
}

test('as in the file is a part of the link, and copies are as in the file anyway', () => visit(async (page, { url }) => {
  await page.load(file());
  const original = AMOUNTS.map(it => [it, it]);
  const grid = page.tab.getByRole('grid', { name: 'Line items' });
  await eventually(async () => assert.equal((await cells(page, 'Subtotal'))[0][0], written(AMOUNTS[0], 'hu-HU')));
  await grid.focus();
  for (let i = 0; i < 3; i += 1) await page.tab.keyboard.press('ArrowRight');
  await page.tab.keyboard.press('Control+c');
  await eventually(async () => assert.equal(await page.tab.evaluate(() => navigator.clipboard.readText()), AMOUNTS[0]));
  await page.tab.keyboard.press('Enter');
  const dialog = page.tab.getByRole('dialog', { name: 'Row' });
  const field = dialog.locator('[data-column="Subtotal"] [data-value]');
  await eventually(async () => assert.equal(await field.textContent(), written(AMOUNTS[0], 'hu-HU')));
  assert.equal(await field.getAttribute('data-value'), AMOUNTS[0]);
  await page.tab.keyboard.press('Escape');
  const toggle = page.button('As in the file');
  await toggle.click();
  await eventually(async () => assert.deepEqual(await cells(page, 'Subtotal'), original));
  assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
  assert.match(page.fragment(), /cells=file/);
  const fragment = page.fragment();
  await page.tab.goto('about:blank');
  await page.tab.goto(url + fragment);
  await page.load(file());
  await eventually(async () => assert.deepEqual(await cells(page, 'Subtotal'), original));
  assert.deepEqual((await cells(page, 'ChargeStartDate'))[0], ['5/1/2024', '5/1/2024']);
}, { fragment: COLUMNS, locale: 'hu-HU' }));
