// The oracle itself, against numbers worked out by hand from Microsoft's documentation; and the sample month, against
// the rounding rules that it is made by. No browser.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { Decimal } from 'decimal.js';
import { parse as parseCsv } from 'csv-parse/sync';
import { expectation, exact, parseRawJson, readAmount, readDay, readFiles } from './oracle.mjs';
import { LICENSE, ONE_TIME, REPOSITORY, SERVICE_COSTS, SERVICE_COST_LINES, USAGE, made, oneTimeFile, sample, sampleFiles } from './files.mjs';

const D = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_DOWN });
const expectedOf = (...paths) => expectation(readFiles(paths));
const amounts = rows => rows.map(row => [row.invoiceType, row.currency, row.period, row.lines, row.pretax, row.tax, row.total]);

test('amounts are exact, and print without trailing zeros, exponents or a negative zero', () => {
  const printed = text => exact(readAmount(text));
  assert.equal(printed('100.80'), '100.8');
  assert.equal(printed('7.58469E-05'), '0.0000758469');
  assert.equal(printed('0.00E+00'), '0');
  assert.equal(printed('-0.00'), '0');
  assert.equal(printed('$0.0808'), '0.0808');
  assert.equal(printed(''), '0');
  assert.equal(printed('1e3'), '1000');
  assert.equal(exact(readAmount('123456789012345678901234567890.01').plus('0.02')), '123456789012345678901234567890.03');
  assert.equal(readAmount('1.2.3'), undefined);
});

test('JSON numbers keep their digits, strings and ids stay untouched', () => {
  assert.deepEqual(parseRawJson('{"a": 17.219999999999999, "b": [1.0, -2e5], "c": "x 5 \\" 6", "d": null}'),
    { a: '17.219999999999999', b: ['1.0', '-2e5'], c: 'x 5 " 6', d: null });
});

test('days are read as they are written', () => {
  assert.equal(readDay('9/5/2026 0:00'), '2026-09-05');
  assert.equal(readDay('09/30/2026'), '2026-09-30');
  assert.equal(readDay('2019-04-30T23:59:59.9999999Z'), '2019-04-30');
  assert.equal(readDay('0001-01-01T00:00:00'), undefined);
});

test('the 17 worked one-time lines: nine in June 2021, eight in March 2022', () => {
  // June: 100.8 - 94.08 + 112.89 - 112.89 + 75.26 - 772 + 492 + 0 + 1315.25 = 1117.23
  // March: 120 - 112.25 + 168.38 - 150.96 + 251.61 - 232.25 + 213.67 - 195.87 = 62.33
  assert.deepEqual(amounts(expectedOf(ONE_TIME).rows), [['OneTime', 'EUR', '2021-06', 17, '1179.56', '0', '1179.56']]);
});

test('the ten license lines', () => {
  // 4 - 4 + 2.45 + 3.1 + 8 - 1.72 + 11 + 48 - 41.34 - 5 = 24.49
  assert.deepEqual(amounts(expectedOf(LICENSE).rows), [['Recurring', 'USD', '2018-01', 10, '24.49', '0', '24.49']]);
});

test('the five usage lines', () => {
  // 63.33 + 0.89 + 0.48 + 58.34 + 0.89 = 123.93; tax 0.08
  assert.deepEqual(amounts(expectedOf(USAGE).rows), [['Recurring', 'EUR', '2019-02', 5, '123.93', '0.08', '124.01']]);
});

test('the documented service costs stand by themselves', () => {
  assert.deepEqual(amounts(expectedOf(SERVICE_COSTS).rows), [
    ['OneTime', 'USD', '2019-04-01..2019-04-30', 0, '2', '0.2', '2.2'],
    ['Recurring', 'USD', '2015-12-12..2016-01-11', 0, '17.22', '0', '17.22'],
  ]);
});

test('line items keep 17.219999999999999, and stated totals join their row', () => {
  const { rows } = expectedOf(SERVICE_COST_LINES, SERVICE_COSTS);
  assert.deepEqual(amounts(rows), [
    ['OneTime', 'USD', '2015-12', 1, '0', '0', '0'],
    ['Recurring', 'USD', '2016-01', 1, '17.219999999999999', '0', '17.219999999999999'],
  ]);
  assert.deepEqual(rows.map(row => row.stated.total), ['2.2', '17.22']);
});

test('the same bytes under two names count once', () => {
  const twin = made('twin.csv', readFiles([ONE_TIME])[0].bytes);
  assert.deepEqual(expectedOf(ONE_TIME, twin).rows, expectedOf(ONE_TIME).rows);
});

test('of equally frequent months the period is the latest, per invoice', () => {
  const file = oneTimeFile('periods.csv', [
    { InvoiceNumber: 'G1', ChargeStartDate: '8/31/2026' }, { InvoiceNumber: 'G1', ChargeStartDate: '9/1/2026' },
    { InvoiceNumber: 'G2', ChargeStartDate: '7/1/2026' }, { InvoiceNumber: 'G2', ChargeStartDate: '7/2/2026' }, { InvoiceNumber: 'G2', ChargeStartDate: '9/2/2026' },
  ]);
  assert.deepEqual(amounts(expectedOf(file).rows).map(row => row.slice(2, 5)), [['2026-07', 3, '302.4'], ['2026-09', 2, '201.6']]);
});

test('a customer is one customer in upper and in lower case; a row that is no row is left out', () => {
  const id = '196e2273-9651-43a3-ba7e-7cbcd918fc40';
  const file = oneTimeFile('cases.csv', [{ CustomerId: id }, { CustomerId: id.toUpperCase() }, { Subtotal: '1.2.3' }]);
  const { rows, quarantined } = expectedOf(file);
  assert.deepEqual(rows.map(row => [row.customerId, row.lines]), [[id, 2]]);
  assert.deepEqual(quarantined, [{ name: 'cases.csv', rows: 1 }]);
});

// ------------------------------------------------------------------ the sample month

const records = name => parseCsv(readFiles([sample(name)])[0].bytes, { columns: true, bom: true });
const down2 = value => value.toDecimalPlaces(2, Decimal.ROUND_DOWN);
const oneTime = ['USD', 'EUR', 'HUF'].flatMap((_, i) => records(`Reconciliation-G05214630${i}-closed.csv`));

test('the sample is what its script writes', () => {
  execFileSync(process.execPath, ['scripts/make-sample.mjs', '--check'], { cwd: REPOSITORY });
});

test('each one-time line of the sample obeys the rounding rule of its product', () => {
  const TAX = { US: '0.0725', DE: '0.19', AT: '0.2', HU: '0.27' };
  for (const line of oneTime) {
    const [effective, quantity, fx, subtotal] = [line.EffectiveUnitPrice, line.BillableQuantity, line.PCToBCExchangeRate, line.Subtotal].map(text => new D(text));
    const metered = line.SubscriptionDescription === 'Azure plan' && !line.ReservationOrderId;
    const rule = metered ? down2(down2(effective.times(quantity)).times(fx)) : down2(effective.times(fx)).times(quantity);
    assert.equal(exact(rule), exact(subtotal), `${line.SkuName} ${line.ChargeType}`);
    const tax = subtotal.times(TAX[line.CustomerCountry]).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
    assert.equal(line.TaxTotal, exact(tax));
    assert.equal(line.Total, exact(subtotal.plus(tax)));
  }
});

test('refund and charge of a seat change share their reference and their days', () => {
  const pairs = oneTime.filter(line => ['addQuantity', 'removeQuantity', 'convert'].includes(line.ChargeType));
  const references = new Map(pairs.map(line => [line.ReferenceId, pairs.filter(it => it.ReferenceId === line.ReferenceId)]));
  assert.ok(references.size >= 4);
  for (const [refund, charge, ...more] of references.values()) {
    assert.equal(more.length, 0);
    assert.ok(refund.Subtotal.startsWith('-') && !charge.Subtotal.startsWith('-'));
    assert.equal(refund.ChargeStartDate, charge.ChargeStartDate);
  }
});

test('the daily file of the sample explains its invoice to the cent', () => {
  const key = line => [line.SubscriptionId, line.ProductId, line.SkuId].join('|');
  const sums = new Map();
  for (const line of records('G052146301_BilledUsage_c000.csv')) {
    const before = sums.get(key(line)) ?? { amount: new D('0'), quantity: new D('0') };
    const product = new D(line.EffectiveUnitPrice).times(line.Quantity).times(line.PCToBCExchangeRate);
    assert.ok(product.minus(line.BillingPreTaxTotal).abs().lt('7.4e-8'));
    sums.set(key(line), { amount: before.amount.plus(line.BillingPreTaxTotal), quantity: before.quantity.plus(line.Quantity) });
  }
  const azure = oneTime.filter(line => line.InvoiceNumber === 'G052146301' && line.SubscriptionDescription === 'Azure plan');
  assert.deepEqual(new Set(azure.map(key)), new Set(sums.keys()));
  for (const [it, { amount, quantity }] of sums) {
    const lines = azure.filter(line => key(line) === it);
    const billed = lines.reduce((sum, line) => sum.plus(line.Subtotal), new D('0'));
    assert.ok(amount.minus(billed).abs().lte('0.01'), `${it}: ${amount} against ${billed}`);
    assert.equal(exact(quantity), exact(lines.reduce((sum, line) => sum.plus(line.BillableQuantity), new D('0'))));
  }
});

test('the stated service costs of the sample tie to its lines, and nothing counts twice', () => {
  const all = expectedOf(...sampleFiles());
  const csvOnly = expectedOf(...sampleFiles().filter(file => file.endsWith('.csv') && !file.includes('BilledUsage')));
  const bare = rows => rows.map(({ stated, ...row }) => row);
  assert.deepEqual(bare(all.rows), bare(csvOnly.rows));
  const stated = all.rows.filter(row => row.stated);
  assert.equal(stated.length, 2);
  for (const row of stated) assert.deepEqual(row.stated, { pretax: row.pretax, tax: row.tax, total: row.total });
  assert.ok(all.rows.every(row => row.period === '2026-09'));
});

test('the line items of the service costs alone give the same totals', () => {
  const [oneTimeRow, recurringRow] = expectedOf(sample('service-costs-line-items-fabrikam.json'), sample('service-costs-summary-fabrikam.json')).rows;
  for (const row of [oneTimeRow, recurringRow]) assert.deepEqual(row.stated, { pretax: row.pretax, tax: row.tax, total: row.total });
});
