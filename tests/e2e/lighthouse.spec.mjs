// Lighthouse on the built page, as a desktop gets it from a static host that compresses. What it says of speed depends on
// what else the machine does: that is asserted where RECONLENS_LONG is set (`make test-long`) only.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import lighthouse, { desktopConfig } from 'lighthouse';
import puppeteer from 'puppeteer-core';
import { CHROMIUM, FLAGS, serveDist } from './browser.mjs';

const WHOLE = ['accessibility', 'best-practices', 'seo'];
const LEAST_PERFORMANCE = 0.95;
const N_RUNS = 3;

let server;
let browser;
before(async () => {
  server = await serveDist({ compress: true });
  browser = await puppeteer.launch({ executablePath: CHROMIUM, args: FLAGS });
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function measured(onlyCategories) {
  const tab = await browser.newPage();
  try {
    const { lhr } = await lighthouse(server.url, { logLevel: 'silent', onlyCategories }, desktopConfig, tab);
    assert.equal(lhr.runtimeError, undefined);
    return lhr;
  } finally {
    await tab.close();
  }
}

/** What keeps a category from its best score. */
const findings = (lhr, category) => lhr.categories[category].auditRefs
  .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
  .map(({ id }) => `${id}: ${lhr.audits[id].displayValue ?? lhr.audits[id].title}`);

test('accessibility, best practices and what search engines ask for have the full score', async t => {
  const lhr = await measured(WHOLE);
  for (const category of WHOLE) {
    t.diagnostic(`${category} ${lhr.categories[category].score * 100}`);
    assert.equal(lhr.categories[category].score, 1, `${category}\n${findings(lhr, category).join('\n')}`);
  }
});

if (process.env.RECONLENS_LONG) {
  test(`the median of ${N_RUNS} runs scores ${LEAST_PERFORMANCE * 100} or more for speed`, async t => {
    const runs = [];
    for (let run = 0; run < N_RUNS; run += 1) runs.push(await measured(['performance']));
    const score = lhr => lhr.categories.performance.score;
    const median = runs.toSorted((a, b) => score(a) - score(b))[Math.floor(N_RUNS / 2)];
    t.diagnostic(`performance ${runs.map(lhr => Math.round(score(lhr) * 100)).join(', ')}; ${findings(median, 'performance').join(', ')}`);
    assert.ok(score(median) >= LEAST_PERFORMANCE, findings(median, 'performance').join('\n'));
  });
}
