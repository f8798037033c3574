// The charts: along time, by area; picked by click and by keys; saved as pictures. Amounts are held against the oracle.

import assert from 'node:assert/strict';
import test from 'node:test';
import Decimal from 'decimal.js';
import sharp from 'sharp';
import { eventually, site } from './browser.mjs';
import { sample, sampleFiles } from './files.mjs';
import { expectation, readFiles } from './oracle.mjs';

const RECON = sample('Reconciliation-G052146301-closed.csv');
const DAILY = sample('G052146301_BilledUsage_c000.csv');

const visit = site();
const withFiles = (paths, body, options) => visit(async page => {
  await page.load(...paths);
  await body(page);
}, options);
const add = amounts => amounts.reduce((sum, it) => sum.plus(it), new Decimal(0)).toFixed();

/** By day: the sum before tax of the oracle's lines. */
const byDay = lines => Object.fromEntries([...new Set(lines.map(it => it.day))].map(day =>
  [day, add(lines.filter(it => it.day === day).map(it => it.pretax))]));

test('cost along time is what the oracle adds up for each day', () => withFiles([RECON], async page => {
  const expected = byDay(expectation(readFiles([RECON])).lines);
  const shown = (await page.bars('Cost over time')).filter(it => it.amount !== '0');
  assert.deepEqual(Object.fromEntries(shown.map(it => [it.value, it.amount])), expected);
}));

test('days of usage are shown beside what they explain', () => withFiles([RECON, DAILY], async page => {
  const expected = byDay(expectation(readFiles([DAILY])).lines);
  const shown = (await page.bars('Daily usage')).filter(it => it.amount !== '0');
  assert.deepEqual(Object.fromEntries(shown.map(it => [it.value, it.amount])), expected);
}));

test('a day is picked by click, and with Shift the days up to another', () => withFiles([RECON], async page => {
  const { lines } = expectation(readFiles([RECON]));
  const days = [...new Set(lines.map(it => it.day))].sort();
  const count = (first, last) => lines.filter(it => it.day >= first && it.day <= last).length;
  await page.bar('Cost over time', days[0]).click();
  await eventually(async () => assert.equal(await page.lineCount(), count(days[0], days[0])));
  await page.bar('Cost over time', days[2]).click({ modifiers: ['Shift'] });
  await eventually(async () => assert.equal(await page.lineCount(), count(days[0], days[2])));
  assert.match(page.fragment(), new RegExp(`from=${days[0]}&to=${days[2]}`));
  // The other days stay to be picked.
  assert.equal((await page.bars('Cost over time')).filter(it => it.amount !== '0').length, days.length);
  await page.bar('Cost over time', days[1]).click();
  await page.bar('Cost over time', days[1]).click();
  await eventually(async () => assert.equal(await page.lineCount(), lines.length));
}));

test('arrow keys go from bar to bar, Enter picks', () => withFiles([RECON], async page => {
  const bars = await page.bars('Cost by charge type');
  await page.bar('Cost by charge type', bars[0].value).focus();
  for (const key of ['ArrowDown', 'End', 'Home', 'ArrowRight']) await page.tab.keyboard.press(key);
  assert.equal(await page.tab.evaluate(() => document.activeElement.dataset.value), bars[1].value);
  // One stop for Tab, wherever the arrows went.
  const stops = await page.figure('Cost by charge type').locator('.bars button[tabindex="0"]').count();
  assert.equal(stops, 1);
  await page.tab.keyboard.press('Enter');
  await eventually(async () => assert.ok((await page.bars('Cost by charge type')).find(it => it.value === bars[1].value).pressed));
}));

test('areas are as large as their part of the whole', () => withFiles([RECON], async page => {
  const tiles = await page.figure('Cost by product').locator('.areas').evaluate(element => [...element.children].map(it => {
    const { width, height } = it.getBoundingClientRect();
    return { amount: it.dataset.amount, area: width * height };
  }));
  const { lines } = expectation(readFiles([RECON]));
  const sums = [...new Set(lines.map(it => it.product))].map(product => add(lines.filter(it => it.product === product).map(it => it.pretax)));
  const above = sums.filter(it => new Decimal(it).gt(0));
  assert.deepEqual(tiles.map(it => it.amount).sort(), above.sort());
  const whole = tiles.reduce((sum, it) => sum + it.area, 0);
  for (const { amount, area } of tiles) {
    const expected = new Decimal(amount).div(add(above)).toNumber();
    assert.ok(Math.abs(area / whole - expected) < 0.02, `${amount}: ${area / whole}, not ${expected}`);
  }
}));

test('a chart is saved as a picture that says its amounts', () => withFiles([RECON], async page => {
  const { text, name } = await page.download('Save Cost by customer as SVG');
  assert.equal(name, 'reconlens-cost-by-customer.svg');
  const titles = [...text.matchAll(/<rect[^>]*><title>([^<]*)<\/title>/g)].map(it => it[1]);
  const bars = await page.bars('Cost by customer');
  assert.equal(titles.length, bars.length);
  const { width, height } = await sharp(Buffer.from(text)).metadata();
  assert.ok(width === 960 && height > 100, `${width} x ${height}`);

  const [download] = await Promise.all([page.tab.waitForEvent('download'), page.button('Save Cost over time as PNG').click()]);
  assert.equal(download.suggestedFilename(), 'reconlens-cost-over-time.png');
  const picture = sharp(await download.path());
  const png = await picture.metadata();
  assert.deepEqual([png.format, png.width], ['png', 1920]);
  // Not a blank sheet: white ground, and the blue of the bars.
  const { dominant, channels } = await picture.stats();
  assert.ok(dominant.r > 240 && channels[0].min < 120);
}));
