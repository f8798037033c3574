// What changed from one month to the next: every part, exact, with the rows behind it.

import assert from 'node:assert/strict';
import test from 'node:test';
import Decimal from 'decimal.js';
import { eventually, site } from './browser.mjs';
import { ONE_TIME, twoMonths } from './files.mjs';

const visit = site();

test('each part has its amount, and all add up to the difference', () => visit(async page => {
  await page.load(...twoMonths());
  const { periods, steps, difference } = await page.changes('EUR');
  assert.deepEqual(periods, { '2026-08': '1149.9', '2026-09': '1416.05' });
  assert.equal(difference, '266.15');
  // Rates: 72 × 0.92 / 0.9 − 72 = 1.6; 198 → 4.4; 812.40 → 18.05 (18.0533…); 54 → 1.2. Quantity: 202.40 × 1.5 − 202.40.
  // Price: 901.17 − 812.40 − 18.05 = 70.72 for Azure; 77.28 − 54 − 1.2 = 22.08 for Power BI.
  assert.deepEqual(steps, { new: '110.4', ended: '-13.5', quantity: '101.2', 'exchange-rate': '25.25', price: '92.8', credits: '-50' });
  assert.equal(Object.values(steps).reduce((sum, it) => sum.plus(it), new Decimal(0)).toFixed(), difference);
}));

test('a part opens into what weighs most, and that into its rows', () => visit(async page => {
  await page.load(...twoMonths());
  await page.waitUntil(() => document.querySelector('[data-cause=price] button') !== null);
  const table = page.table('From 2026-08 to 2026-09 in EUR');
  await table.getByRole('button', { name: /^Price and days charged/ }).click();
  const lines = table.getByRole('button', { name: /show the rows of/ });
  await eventually(async () => assert.equal(await lines.count(), 2));
  assert.equal(await lines.first().innerText(), '70.72');
  await lines.first().click();
  await eventually(async () => assert.equal(await page.lineCount(), 3));
  await eventually(async () => assert.deepEqual((await page.changes('EUR')).steps, { 'exchange-rate': '18.05', price: '70.72', credits: '-50' }));
}));

test('one month changes nothing', () => visit(async page => {
  await page.load(ONE_TIME);
  assert.equal(await page.tab.getByRole('heading', { name: 'What changed' }).count(), 0);
}));
