// An open row as a way to other lines: those with the same value, those without it, those that it belongs with.

import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually, site } from './browser.mjs';
import { csvText, made } from './files.mjs';

const visit = site();

const ONE_TIME = [
  'CustomerId,InvoiceNumber,SubscriptionId,ProductId,SkuId,ChargeType,ChargeStartDate,ChargeEndDate,Subtotal,TaxTotal,Total,Currency,EffectiveUnitPrice,ReferenceId',
  'C1,G1,S1,P1,0001,new,9/1/2026,9/30/2026,30.10,0,30.10,EUR,1,R1',
  'C1,G1,S1,P1,0001,removeQuantity,9/1/2026,9/30/2026,-10.05,0,-10.05,EUR,1,R1',
  'C1,G1,S1,P2,0002,new,9/1/2026,9/30/2026,5,0,5,EUR,2,',
  'C2,G1,S2,P1,0001,cycleCharge,9/1/2026,9/30/2026,7,0,7,USD,1,R1',
];
const DAILY = [
  'CustomerId,InvoiceNumber,SubscriptionId,ProductId,SkuId,ChargeType,ChargeStartDate,ChargeEndDate,UsageDate,BillingPreTaxTotal,BillingCurrency',
  'C1,G1,S1,P1,0001,Usage,9/1/2026,9/30/2026,9/1/2026,10.123456789,EUR',
  'C1,G1,S1,P1,0001,Usage,9/1/2026,9/30/2026,9/30/2026,9.876543212,EUR',
  'C1,G1,S1,P1,0002,Usage,9/1/2026,9/30/2026,9/3/2026,1,EUR',
];
const files = () => [['one-time.csv', ONE_TIME], ['daily.csv', DAILY]].map(([name, lines]) => made(name, csvText(lines.map(it => it.split(',')))));

const panel = page => page.tab.getByRole('dialog', { name: 'Row' });

async function openFirst(page) {
  await page.tab.getByRole('grid', { name: 'Line items' }).focus();
  await page.tab.keyboard.press('Control+Home');
  await page.tab.keyboard.press('Enter');
  await eventually(async () => assert.ok(await panel(page).getByRole('heading', { name: 'Lines it belongs with' }).isVisible()));
}

const shows = (page, nLines) => eventually(async () => {
  assert.equal(await page.lineCount(), nLines);
  assert.equal(await panel(page).count(), 0, 'the panel makes place for the lines');
});

test('a row tells the lines that it belongs with, and shows them', () => visit(async page => {
  await page.load(...files());
  await page.search('removeQuantity');
  await eventually(async () => assert.equal(await page.lineCount(), 1));
  await openFirst(page);
  const told = await panel(page).locator('[data-relation]').evaluateAll(all => all.map(it => [it.dataset.relation, Number(it.dataset.count),
    ...[...it.querySelectorAll('[data-amount]')].map(({ dataset }) => `${dataset.amount} ${dataset.currency}`)]));
  assert.deepEqual(told, [['reference', 3, '20.05 EUR', '7 USD'], ['subscription', 6, '25.05 EUR'], ['usage', 2, '20.000000001 EUR']]);
  await panel(page).getByRole('button', { name: 'Show the lines: The daily usage behind it' }).click();
  await shows(page, 2);
  assert.ok((await page.chips()).length >= 3);
}));

test('a field narrows the lines to its value, and leaves it out', () => visit(async page => {
  await page.load(...files());
  await openFirst(page);
  await panel(page).getByRole('button', { name: 'Only these: SubscriptionId' }).click();
  await shows(page, 6);
  await openFirst(page);
  await panel(page).getByRole('button', { name: 'Not these: SkuId' }).click();
  await shows(page, 2);
  assert.match(page.fragment(), /subscription=/);
  assert.match(page.fragment(), /not\.col\.SkuId=/);
}));
