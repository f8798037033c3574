// Every sample, alone and together: each cell of the summary equals the oracle's.

import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { eventually, site } from './browser.mjs';
import { summaryBecomes } from './compare.mjs';
import { BILLING_SAMPLES, ONE_TIME, SERVICE_COSTS, made, sample } from './files.mjs';
import { expectation, readFiles } from './oracle.mjs';

const visit = site();
const expectedOf = (...paths) => expectation(readFiles(paths));

for (const file of BILLING_SAMPLES) {
  test(`${path.basename(file)} alone`, () => visit(async page => {
    await page.load(file);
    const expected = expectedOf(file);
    await summaryBecomes(page, expected);
    if (expected.lines.length) await eventually(async () => assert.equal(await page.lineCount(), expected.lines.length));
    assert.equal(await page.status(), 'ready');
  }));
}

test('all samples together', () => visit(async page => {
  await page.load(...BILLING_SAMPLES);
  await summaryBecomes(page, expectedOf(...BILLING_SAMPLES));
}));

test('the order in which files come does not matter', () => visit(async page => {
  for (const file of BILLING_SAMPLES.toReversed()) await page.load(file);
  await summaryBecomes(page, expectedOf(...BILLING_SAMPLES));
}));

test('the documented service costs are shown as documented', () => visit(async page => {
  await page.load(SERVICE_COSTS);
  await eventually(async () => {
    const { rows } = await page.summary();
    const amounts = Object.fromEntries(rows.map(row => [row.invoiceType, [row.pretax, row.tax, row.total, row.currency]]));
    assert.deepEqual(amounts, { Recurring: ['17.22', '0', '17.22', 'USD'], OneTime: ['2', '0.2', '2.2', 'USD'] });
    assert.ok(rows.every(row => row.customerId === 'ae1d5b32-f9ff-4252-b2bf-40e21937a51a'));
  });
}));

test('a daily file explains its invoice and is not added to it, whichever comes first', () => visit(async page => {
  const [recon, daily] = ['Reconciliation-G052146301-closed.csv', 'G052146301_BilledUsage_c000.csv'].map(sample);
  await page.load(daily);
  await summaryBecomes(page, expectedOf(daily));
  await page.load(recon);
  await summaryBecomes(page, expectedOf(daily, recon));
  const bare = ({ rows }) => rows.map(row => row.total);
  assert.deepEqual(bare(expectedOf(daily, recon)), bare(expectedOf(recon)));
}));

test('the same bytes under another name are noticed and count once', () => visit(async page => {
  const twin = made('twin of the same invoice.csv', readFiles([ONE_TIME])[0].bytes);
  await page.load(ONE_TIME);
  await page.load(twin);
  await summaryBecomes(page, expectedOf(ONE_TIME));
  assert.equal((await page.file(path.basename(twin))).state, 'duplicate');
}));
