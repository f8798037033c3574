// A big file can be stopped, and the page stays alive while it is read.

import assert from 'node:assert/strict';
import test from 'node:test';
import { site } from './browser.mjs';
import { summaryBecomes } from './compare.mjs';
import { ONE_TIME, bigDailyFile } from './files.mjs';
import { expectation, readFiles } from './oracle.mjs';

const BIG = 'big-daily.csv';
const BIG_BYTES = 400_000_000;
// A page that blocks its main thread for half a second feels frozen; the machine of the tests may be a slow one.
const LONGEST_GAP_MS = 500;
const CANCEL_MS = 1000;

const visit = site();

test('cancelling a 400 MB file takes less than a second and leaves the other file as it was', () => visit(async page => {
  const big = bigDailyFile(BIG, BIG_BYTES);
  await page.load(ONE_TIME);

  await page.tab.evaluate(() => {
    const gaps = (globalThis.frameGaps = []);
    let last = performance.now();
    const tick = now => { gaps.push(now - last); last = now; requestAnimationFrame(tick); };
    requestAnimationFrame(tick);
  });
  await page.cancelOnceReading(BIG);
  await page.choose(big);
  const { states, elapsedMs } = await page.cancelled();
  assert.ok(states.includes('reading') && !states.includes('ready'), `stopped in the middle: ${states}`);
  assert.ok(elapsedMs < CANCEL_MS, `cancelled after ${Math.round(elapsedMs)} ms`);

  await summaryBecomes(page, expectation(readFiles([ONE_TIME])));
  assert.equal(await page.status(), 'ready');
  const gaps = await page.tab.evaluate(() => globalThis.frameGaps.slice(1));
  assert.ok(gaps.length > 5 && Math.max(...gaps) < LONGEST_GAP_MS, `longest frame ${Math.round(Math.max(...gaps))} ms of ${gaps.length}`);
}));

test('after a cancelled file the next one is read', () => visit(async page => {
  await page.cancelOnceReading('big-again.csv');
  await page.choose(bigDailyFile('big-again.csv', BIG_BYTES));
  await page.cancelled();
  await page.load(ONE_TIME);
  await summaryBecomes(page, expectation(readFiles([ONE_TIME])));
}));
