// Nothing that is dropped on the page leaves the browser.

import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually, site } from './browser.mjs';
import { summaryBecomes } from './compare.mjs';
import { INDEPENDENT_SAMPLES, LICENSE, ONE_TIME, SERVICE_COSTS } from './files.mjs';
import { expectation, readFiles } from './oracle.mjs';

const visit = site();

test('every request of a long visit is a GET for the site itself; the policy is there and is kept', () => visit(async (page, { requests, url }) => {
  const sent = [];
  page.tab.on('request', request => sent.push({ method: request.method(), body: request.postData() }));
  const violations = [];
  page.tab.on('console', message => /content security policy/i.test(message.text()) && violations.push(message.text()));

  const policy = await page.tab.locator('meta[http-equiv="Content-Security-Policy" i]').getAttribute('content');
  for (const directive of [/default-src 'none'|default-src 'self'/, /connect-src 'self'/]) assert.match(policy, directive);
  assert.doesNotMatch(policy, /'unsafe-inline'|'unsafe-eval'|https?:|\s\*/);

  await page.load(...INDEPENDENT_SAMPLES);
  await page.pick('Currency', 'EUR');
  await page.search('müller');
  await page.setFrom('2026-09-02');
  await page.download('Download summary (JSON)');
  await page.download('Download rows (CSV)');
  await page.copyLink();

  assert.ok(requests.length > 0 && requests.every(it => it.startsWith(url.replace(/\/$/, '')) || /^(blob|data):/.test(it)), requests.join('\n'));
  assert.deepEqual(sent.filter(it => it.method !== 'GET' || it.body), []);
  assert.deepEqual(violations, []);
}));

test('after loading, the page works without a network', () => visit(async page => {
  await page.load(ONE_TIME);
  await page.tab.context().setOffline(true);
  await page.load(LICENSE, SERVICE_COSTS);
  await summaryBecomes(page, expectation(readFiles([ONE_TIME, LICENSE, SERVICE_COSTS])));
}));

test('no charge and no customer is stored in the browser', () => visit(async page => {
  await page.load(ONE_TIME);
  await eventually(async () => assert.ok((await page.lineCount()) > 0));
  const stored = await page.tab.evaluate(async () => JSON.stringify([
    { ...localStorage }, { ...sessionStorage }, document.cookie, await indexedDB.databases(),
  ]));
  assert.ok(!/contoso|196e2273|G002297372/i.test(stored), stored);
}));
