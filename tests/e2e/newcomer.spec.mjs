// Somebody who never saw the page drops the month's files and clicks nothing: how much, per invoice type, currency and
// customer, does it tie, and what needs attention are answered on what is shown.

import assert from 'node:assert/strict';
import test from 'node:test';
import Decimal from 'decimal.js';
import { site } from './browser.mjs';
import { sampleFiles } from './files.mjs';
import { expectation, readFiles } from './oracle.mjs';

const visit = site();
const add = amounts => amounts.reduce((sum, it) => sum.plus(it), new Decimal(0)).toFixed();

test('from the drop on, with no further click, the page answers what a newcomer asks', () => visit(async page => {
  await page.load(...sampleFiles());
  const { rows, lines } = expectation(readFiles(sampleFiles()));
  const read = selector => page.tab.locator(selector).first().innerText();

  // How much, per invoice type and currency, in sight without scrolling.
  const cards = page.tab.getByRole('list', { name: 'Totals' });
  const box = await cards.boundingBox();
  assert.ok(box.y + box.height <= 720, `totals end at ${box.y + box.height}`);
  const kinds = [...new Set(rows.map(it => `${it.invoiceType}|${it.currency}`))];
  const said = await cards.innerText();
  for (const kind of kinds) {
    const [type, currency] = kind.split('|');
    const total = add(rows.filter(it => it.invoiceType === type && it.currency === currency).map(it => it.total));
    const [whole, fraction = ''] = total.split('.');
    const amount = `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction.padEnd(2, '0')}`;
    assert.ok(said.includes(amount) && said.includes(`${type} · ${currency}`), `${kind}: ${amount} in ${said}`);
  }

  // Of how many lines, customers and subscriptions, for when.
  const scope = await page.tab.getByRole('list', { name: 'What is shown' }).innerText();
  const counted = rows.reduce((sum, it) => sum + Number(it.lines), 0);
  assert.ok(scope.includes(`${counted} lines`), scope);
  const customers = new Set(lines.map(it => it.customerId.toLowerCase()));
  assert.ok(scope.includes(`${customers.size} customers`), scope);
  assert.match(scope, /Sep 2026/);

  // Does it tie, and what needs attention.
  const attention = await page.tab.getByRole('region', { name: 'What needs attention' }).innerText();
  const checks = await page.checks();
  const count = verdict => checks.filter(it => it.verdict === verdict).length;
  assert.ok(attention.includes(`${count('pass')} tie`), attention);
  for (const check of checks.filter(it => it.verdict === 'fail' || it.verdict === 'warn').slice(0, 3)) {
    assert.ok(attention.includes(check.title), `${check.title} in ${attention}`);
  }

  // Per customer.
  const summary = await page.summary();
  assert.deepEqual(summary.rows.map(it => it.total).sort(), rows.map(it => it.total).sort());
  assert.ok(await page.table('Service cost summary').isVisible());
  assert.equal(await read('html[data-status="ready"] h1'), 'ReconLens');
}, { viewport: { width: 1280, height: 720 } }));
