// The first thing a visitor does: one click, a whole month.

import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually, site } from './browser.mjs';
import { summaryBecomes } from './compare.mjs';
import { sampleFiles } from './files.mjs';
import { expectation, readFiles } from './oracle.mjs';

const visit = site();
const expected = expectation(readFiles(sampleFiles()));
const withSampleData = body => visit(async page => {
  await page.button('Try it with sample data').click();
  await page.waitUntilSettled(sampleFiles().length);
  await body(page);
});

test('the sample month loads whole and equals the oracle', () => withSampleData(async page => {
  const files = await page.files();
  assert.deepEqual(files.map(file => [file.state, file.quarantined]), files.map(() => ['ready', 0]));
  assert.deepEqual(new Set(files.map(file => file.kind)), new Set(['one-time', 'daily-rated', 'license', 'usage', 'service-cost-lines', 'service-costs-summary']));
  await summaryBecomes(page, expected);
  await eventually(async () => assert.equal(await page.lineCount(), expected.lines.length));
}));

test('what Microsoft states for one customer differs by nothing', () => withSampleData(async page => {
  await summaryBecomes(page, expected);
  const { headings, rows } = await page.summary();
  for (const name of ['Billing period', 'Stated pretax', 'Stated tax', 'Stated total', 'Difference']) assert.ok(headings.includes(name), name);
  assert.deepEqual(rows.filter(row => row.stated.total).map(row => row.difference), ['0', '0']);
}));

test('no check fails on a month that obeys the rules', () => withSampleData(async page => {
  await eventually(async () => {
    const checks = await page.checks();
    assert.ok(checks.length >= 3);
    assert.deepEqual(checks.filter(check => check.verdict === 'fail'), []);
    assert.ok(checks.some(check => check.verdict === 'pass'));
    for (const check of checks) assert.ok(['pass', 'warn', 'skip'].includes(check.verdict) && check.count >= 0, JSON.stringify(check));
  });
}));

test('charts have bars and a table twin', () => withSampleData(async page => {
  for (const name of ['Cost over time', 'Daily usage', 'Cost by customer', 'Cost by charge type', 'Cost by product']) {
    const figure = page.figure(name);
    await eventually(async () => assert.ok((await figure.locator('button[data-value]').count()) > 1));
    await figure.getByRole('button', { name: 'Show as table' }).first().click();
    await eventually(async () => assert.ok((await figure.getByRole('table').first().getByRole('row').count()) > 2));
  }
}));

test('times are marked for measuring', () => withSampleData(async page => {
  const names = await page.tab.evaluate(() => performance.getEntriesByType('mark').map(mark => mark.name));
  for (const name of ['reconlens:load-start', 'reconlens:summary-ready']) assert.ok(names.includes(name), name);
}));
