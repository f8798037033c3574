// Filters of any column: left out, by range, as chips, as a line. Expected rows and amounts come from the oracle.

import assert from 'node:assert/strict';
import test from 'node:test';
import { Decimal } from 'decimal.js';
import { eventually, site } from './browser.mjs';
import { summaryBecomes } from './compare.mjs';
import { INDEPENDENT_SAMPLES } from './files.mjs';
import { exact, expectation, readFiles } from './oracle.mjs';

const visit = site();
const files = readFiles(INDEPENDENT_SAMPLES);
const withFiles = (paths, body, options) => visit(async (page, more) => {
  await page.load(...paths);
  await body(page, more);
}, options);
const withSamples = (body, options) => withFiles(INDEPENDENT_SAMPLES, body, options);

// The daily rows of usage-based files have a day of their own and blank amounts, which are in no range.
const MONTHLY_SAMPLES = INDEPENDENT_SAMPLES.filter(it => !it.includes('usage-based'));
const monthlyFiles = readFiles(MONTHLY_SAMPLES);

async function shows(page, keep, of = files) {
  const expected = expectation(of, keep);
  await summaryBecomes(page, expected);
  await eventually(async () => assert.equal(await page.lineCount(), expected.lines.length));
}

async function apply(page, text) {
  await page.line().fill(text);
  await page.line().press('Enter');
}

const publisher = line => line.fields.publishername ?? '';
const sums = lines => Object.fromEntries([...new Set(lines.map(it => it.currency))].sort().map(currency =>
  [currency, exact(lines.filter(it => it.currency === currency).reduce((sum, it) => sum.plus(it.pretax), new Decimal(0)))]));

test('a value can be left out, and taken in again', () => withSamples(async page => {
  await page.exclude('Charge type', 'new');
  await shows(page, line => line.chargeType !== 'new');
  assert.deepEqual(await page.chips(), ['not Charge type: new']);
  await page.exclude('Currency', 'USD');
  await shows(page, line => line.chargeType !== 'new' && line.currency !== 'USD');
  assert.match(page.fragment(), /not\.charge=new/);
  await page.exclude('Charge type', 'new');
  await page.exclude('Currency', 'USD');
  await shows(page, () => true);
}));

test('values show what they cost in each currency', () => withSamples(async page => {
  const { lines } = expectation(files);
  const amounts = await page.amounts('Charge type');
  for (const value of new Set(lines.map(it => it.chargeType))) {
    assert.deepEqual(amounts[value], sums(lines.filter(it => it.chargeType === value)), value);
  }
}));

test('any column becomes a filter, and stays in the link as codes', async () => {
  let fragment;
  const keep = line => publisher(line) === 'Proseware, Inc.';
  await withSamples(async page => {
    await page.addFilter('PublisherName');
    const { lines } = expectation(files);
    await eventually(async () => {
      const options = await page.options('PublisherName');
      assert.equal(options.length, new Set(lines.map(publisher)).size);
      for (const { value, count } of options) assert.equal(count, lines.filter(it => publisher(it) === value).length, value);
    });
    await page.pick('PublisherName', 'Proseware, Inc.');
    await shows(page, keep);
    fragment = page.fragment();
    assert.ok(!decodeURIComponent(fragment).includes('Proseware'), fragment);
  });
  await withSamples(async page => {
    await shows(page, keep);
    assert.ok((await page.options('PublisherName')).find(it => it.value === 'Proseware, Inc.').picked);
    await page.button('Remove the filter PublisherName').click();
    await shows(page, () => true);
    assert.equal(page.fragment(), '');
  }, { fragment });
});

test('the months of a column of dates become a filter', () => withSamples(async page => {
  await page.addFilter('Month of ChargeEndDate');
  await page.pick('Month of ChargeEndDate', '2026-10');
  await shows(page, line => line.end?.startsWith('2026-10'));
}));

test('an amount is narrowed exactly, at both ends', () => withFiles(MONTHLY_SAMPLES, async page => {
  const { lines } = expectation(monthlyFiles);
  const [, , third] = lines.map(it => it.total).filter(it => it.gt(10)).sort((a, b) => a.cmp(b));
  await page.setEnd('Total', 'at least', third.toFixed());
  await shows(page, line => line.total.gte(third), monthlyFiles);
  await page.setEnd('Total', 'at least', `>${third.toFixed()}`);
  await shows(page, line => line.total.gt(third), monthlyFiles);
  await page.setEnd('Total', 'at most', '200');
  await shows(page, line => line.total.gt(third) && line.total.lte(200), monthlyFiles);
  // The bars leave their own range out.
  const bins = await page.bins('Total');
  for (const { low, high, count } of bins) assert.equal(count, lines.filter(it => it.total.gte(low) && it.total.lt(high)).length, `${low} to ${high}`);
  assert.equal(bins.reduce((sum, it) => sum + it.count, 0), lines.length);
  await page.setEnd('Total', 'at most', 'many');
  assert.match(await (await page.facet('Total')).innerText(), /A number with a decimal point/);
}));

test('days are counted and narrowed', () => withFiles(MONTHLY_SAMPLES, async page => {
  const { lines } = expectation(monthlyFiles);
  for (const { low, high, count } of await page.bins('Date')) assert.equal(count, lines.filter(it => it.day >= low && it.day <= high).length, low);
  await page.setEnd('Date', 'first day', '2026-09-05');
  await page.setEnd('Date', 'last day', '2026-09-12');
  await shows(page, line => line.day >= '2026-09-05' && line.day <= '2026-09-12', monthlyFiles);
  assert.deepEqual(await page.chips(), ['5 to 12 September 2026']);
}));

test('line, chips and filters are the same thing', () => withSamples(async page => {
  await page.tab.keyboard.press('/');
  await page.tab.keyboard.type('currency:eur -charge:convert total>5 (publishername:microsoft | total>100)');
  await page.tab.keyboard.press('Enter');
  const either = line => publisher(line) === 'Microsoft' || line.total.gt(100);
  await shows(page, line => line.currency === 'EUR' && line.chargeType !== 'convert' && line.total.gt(5) && either(line));
  assert.deepEqual(await page.chips(), ['Currency: EUR', 'not Charge type: convert', 'Total over 5', 'PublisherName: Microsoft or Total over 100']);
  assert.equal(await page.line().inputValue(), 'currency:EUR -charge:convert Total>5 (PublisherName:Microsoft | Total>100)');
  assert.ok((await page.options('Currency')).find(it => it.value === 'EUR').picked);
  // By keyboard, as a person without a mouse does.
  await page.chip('Total over 5').focus();
  await page.tab.keyboard.press('Enter');
  await shows(page, line => line.currency === 'EUR' && line.chargeType !== 'convert' && either(line));
  await page.chip('PublisherName: Microsoft or Total over 100').click();
  await shows(page, line => line.currency === 'EUR' && line.chargeType !== 'convert');
  await page.pick('Currency', 'HUF');
  await eventually(async () => assert.equal(await page.line().inputValue(), 'currency:EUR currency:HUF -charge:convert'));
  await page.button('Clear all').click();
  await shows(page, () => true);
  assert.equal(await page.line().inputValue(), '');
}));

test('a plain word in the line filters while it is typed', () => withSamples(async page => {
  await page.pick('Currency', 'EUR');
  await shows(page, line => line.currency === 'EUR');
  await page.line().focus();
  await page.tab.keyboard.press('End');
  await page.tab.keyboard.type(' müller');
  await shows(page, line => line.currency === 'EUR' && line.cells.some(cell => cell.toLowerCase().includes('müller')));
  assert.equal(await page.line().inputValue(), 'currency:EUR müller');
}));

test('a name is found by another person in any case, and a customer by name', () => withSamples(async page => {
  const { customerName } = expectation(files).lines.find(it => it.currency === 'HUF');
  await apply(page, `customer:"${customerName.toUpperCase().replaceAll('"', '\\"')}"`);
  await shows(page, line => line.customerName === customerName);
  assert.ok(!decodeURIComponent(page.fragment()).toLowerCase().includes(customerName.toLowerCase()));
}));

test('what cannot be read is said with its place, and nothing changes', () => withSamples(async page => {
  await apply(page, 'currency:EUR');
  await shows(page, line => line.currency === 'EUR');
  for (const [text, at, says] of [
    ['currency:EUR customr:x', 13, /No filter and no column is called “customr”/],
    ['charge:ne', 7, /No loaded file has “ne” as Charge type. Did you mean “new”/],
    ['Total>many', 6, /Here a number is expected/],
  ]) {
    await apply(page, text);
    await eventually(async () => {
      const problem = await page.lineProblem();
      assert.equal(problem?.at, at, text);
      assert.match(problem.text, says);
    });
    assert.equal(await page.line().inputValue(), text);
  }
  await shows(page, line => line.currency === 'EUR');
  await page.line().press('Escape');
  await eventually(async () => assert.equal(await page.line().inputValue(), 'currency:EUR'));
  assert.equal(await page.lineProblem(), undefined);
}));
