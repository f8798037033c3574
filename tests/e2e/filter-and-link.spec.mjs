// Filters narrow rows and totals as the oracle does, and a link brings the view back.

import assert from 'node:assert/strict';
import test from 'node:test';
import { eventually, site } from './browser.mjs';
import { summaryBecomes } from './compare.mjs';
import { INDEPENDENT_SAMPLES, oneTimeFile, sample, sampleFiles } from './files.mjs';
import { expectation, readFiles } from './oracle.mjs';

const visit = site();
const files = readFiles(INDEPENDENT_SAMPLES);
const withSamples = (body, options) => visit(async (page, more) => {
  await page.load(...INDEPENDENT_SAMPLES);
  await body(page, more);
}, options);

/** Summary and grid show exactly the lines that `keep` lets through. */
async function shows(page, keep) {
  const expected = expectation(files, keep);
  await summaryBecomes(page, expected);
  await eventually(async () => assert.equal(await page.lineCount(), expected.lines.length));
}

const FACETS = [['Customer', 'customerId'], ['Invoice type', 'invoiceType'], ['Currency', 'currency'], ['Charge type', 'chargeType']];
const same = (value, other) => value.toLowerCase() === other.toLowerCase();

for (const [name, part] of FACETS) {
  test(`each value of ${name} counts and filters its own lines`, () => withSamples(async page => {
    const options = await page.options(name);
    const { lines } = expectation(files);
    const matches = value => line => same(line[part], value) || (part === 'customerId' && line.customerName === value);
    assert.equal(options.length, new Set(lines.map(line => line[part].toLowerCase())).size);
    for (const { value, count } of options) assert.equal(count, lines.filter(matches(value)).length, `${name}: ${value}`);
    for (const { value } of options.slice(0, 4)) {
      await page.pick(name, value);
      await shows(page, matches(value));
      await page.pick(name, value);
    }
    await shows(page, () => true);
  }));
}

test('a filter does not narrow its own counts, but those of the others', () => withSamples(async page => {
  const before = await page.options('Currency');
  await page.pick('Currency', 'EUR');
  await shows(page, line => line.currency === 'EUR');
  const counts = options => Object.fromEntries(options.map(it => [it.value, it.count]));
  await eventually(async () => {
    assert.deepEqual(counts(await page.options('Currency')), counts(before));
    const types = (await page.options('Invoice type')).filter(it => it.count > 0);
    assert.deepEqual(types.map(it => it.value), ['OneTime']);
  });
}));

test('filters, search and dates work together', () => withSamples(async page => {
  await page.pick('Invoice type', 'OneTime');
  await page.pick('Currency', 'USD', 'HUF');
  await page.setFrom('2026-09-03');
  await page.setTo('2026-09-15');
  await page.search('MICROSOFT 365');
  await shows(page, line => line.invoiceType === 'OneTime' && line.currency !== 'EUR' && line.day >= '2026-09-03' && line.day <= '2026-09-15'
    && line.cells.some(cell => cell.toLowerCase().includes('microsoft 365')));
}));

test('a filter that is closed lists all its values when it is opened', () => withSamples(async page => {
  const { lines } = expectation(files);
  // On so narrow a screen all of them are closed.
  for (const [name, part] of FACETS) {
    const values = (await page.options(name)).map(it => it.value.toLowerCase());
    const missing = lines.map(line => line[part].toLowerCase()).filter(it => !values.includes(it));
    assert.deepEqual(missing, [], name);
  }
}, { viewport: { width: 390, height: 800 } }));

test('a product and a subscription can be picked', () => withSamples(async page => {
  const name = 'Microsoft 365 Business Premium';
  const product = (await page.options('Product')).find(it => it.value === name);
  const keep = line => line.product === name;
  assert.equal(product.count, expectation(files, keep).lines.length);
  await page.pick('Product', name);
  await shows(page, keep);
  const [{ value }] = (await page.options('Subscription')).filter(it => it.count > 0);
  await page.pick('Subscription', value);
  await eventually(async () => assert.ok((await page.lineCount()) < expectation(files, keep).lines.length));
}));

test('a bar of a chart picks its value, and lets go of it again', () => withSamples(async page => {
  await page.bar('Cost by charge type', 'new').click();
  await shows(page, line => line.chargeType === 'new');
  assert.ok((await page.options('Charge type')).find(it => it.value === 'new').picked);
  await page.bar('Cost by charge type', 'new').click();
  await shows(page, () => true);
}));

test('a link brings the view back in another browser, names nobody and is short', async () => {
  let link;
  const keep = line => line.currency === 'EUR' && line.chargeType === 'new' && line.cells.some(cell => cell.includes('Müller'));
  await withSamples(async page => {
    await page.pick('Currency', 'EUR');
    await page.pick('Charge type', 'new');
    await page.search('müller');
    await shows(page, keep);
    link = await page.copyLink();
    // The address holds the view; what is copied also says which files it was made with.
    assert.equal(link.replace(/&files=.*/, ''), page.tab.url());
    assert.match(new URL(link).hash, /^#v=1&/);
    assert.ok(page.tab.url().length < 200, `${page.tab.url().length} characters: ${link}`);
    assert.ok(link.length < 200 + 60 * files.length, `${link.length} characters: ${link}`);
  });
  await withSamples(async page => {
    await shows(page, keep);
    assert.match(await page.madeWith(), /^Same data\./);
    await page.button('Forget the link’s files').click();
    await eventually(async () => assert.equal(await page.madeWith(), undefined));
    assert.doesNotMatch(page.fragment(), /files=/);
    await shows(page, keep);
  }, { fragment: new URL(link).hash });
});

test('a link says which files to drop, and what differs where others are dropped', async () => {
  let fragment;
  const [first, second] = sampleFiles().filter(it => it.includes('Reconciliation-')).slice(0, 2);
  await visit(async page => {
    await page.load(first);
    fragment = new URL(await page.copyLink()).hash;
  });
  const { rows } = expectation(readFiles([first]));
  for (const { customerId, customerName } of rows) assert.ok(!fragment.includes(customerId) && !fragment.includes(customerName));
  const invoice = /G\d{9}/;
  await visit(async page => {
    const awaited = await page.madeWith();
    assert.match(awaited, /drop them to see it/);
    assert.ok(awaited.includes(first.match(invoice)[0]), awaited);
    await page.load(second);
    await eventually(async () => assert.match(await page.madeWith(), /^Not the same data/));
    const told = await page.madeWith();
    for (const file of [first, second]) assert.ok(told.includes(file.match(invoice)[0]), told);
    await page.load(first);
    await eventually(async () => assert.match(await page.madeWith(), /Here instead:/));
    assert.doesNotMatch(await page.madeWith(), /Not here:/);
  }, { fragment });
});

test('one key hides names and amounts, and shows them again', () => withSamples(async page => {
  const security = selector => page.tab.locator(selector).first().evaluate(it => getComputedStyle(it).getPropertyValue('-webkit-text-security'));
  const shown = ['.card__amount', '.summary td', '.summary tbody th', '.bar__label', '.bar__amount', '.area', '.choice__label', '[role=gridcell]'];
  for (const selector of shown) assert.equal(await security(selector), 'none', selector);
  await page.tab.keyboard.press('h');
  for (const selector of shown) assert.equal(await security(selector), 'disc', selector);
  // A tooltip would tell what is hidden.
  const bar = page.tab.locator('.bar').first();
  assert.notEqual(await bar.getAttribute('title'), null);
  await bar.hover();
  assert.equal(await bar.getAttribute('title'), null);
  await page.button('Show names and amounts').click();
  for (const selector of shown) assert.equal(await security(selector), 'none', selector);
}));

test('customers in a link are neither names nor ids', () => withSamples(async page => {
  const [{ value }] = await page.options('Customer');
  await page.pick('Customer', value);
  await eventually(() => assert.match(page.fragment(), /^#v=1&/));
  const fragment = decodeURIComponent(page.fragment()).toLowerCase();
  for (const { customerId, customerName } of expectation(files).rows) {
    assert.ok(!fragment.includes(customerId) && !fragment.includes(customerName.toLowerCase()), fragment);
  }
}));

test('back and forward walk through the views', () => withSamples(async page => {
  await page.pick('Currency', 'EUR');
  await shows(page, line => line.currency === 'EUR');
  await page.pick('Charge type', 'convert');
  await shows(page, line => line.currency === 'EUR' && line.chargeType === 'convert');
  await page.tab.goBack();
  await shows(page, line => line.currency === 'EUR');
  await page.tab.goBack();
  await shows(page, () => true);
  await page.tab.goForward();
  await shows(page, line => line.currency === 'EUR');
}));

test('sixty picked customers fit a link', async () => {
  const nCustomers = 64;
  const file = oneTimeFile('many-customers.csv', Array.from({ length: nCustomers }, (_, i) => ({
    CustomerId: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`, CustomerName: `Customer ${String(i).padStart(2, '0')}`,
  })));
  let link;
  let picked;
  await visit(async page => {
    await page.load(file);
    const options = await page.options('Customer');
    assert.equal(options.length, nCustomers);
    picked = options.slice(0, 60).map(it => it.value);
    await page.pick('Customer', ...picked);
    await eventually(async () => assert.equal(await page.lineCount(), 60));
    link = page.tab.url();
    assert.ok(link.length < 1800, `${link.length} characters`);
  });
  await visit(async page => {
    await page.load(file);
    await eventually(async () => assert.equal(await page.lineCount(), 60));
    assert.deepEqual((await page.options('Customer')).filter(it => it.picked).map(it => it.value).toSorted(), picked.toSorted());
  }, { fragment: new URL(link).hash });
});

test('a link of a later version or with an unknown key is no error', () => visit(async page => {
  await page.load(sample('Reconciliation-G052146300-closed.csv'));
  await eventually(async () => assert.ok((await page.lineCount()) > 0));
  assert.equal(await page.status(), 'ready');
}, { fragment: '#v=7&shape=round' }));
