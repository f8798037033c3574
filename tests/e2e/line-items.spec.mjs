// The grid of line items: every row can be reached, sorted and read, by mouse and by keyboard; files can be dropped.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { parse } from 'csv-parse/sync';
import Decimal from 'decimal.js';
import { eventually, site } from './browser.mjs';
import { summaryBecomes } from './compare.mjs';
import { LICENSE, ONE_TIME, oneTimeFile } from './files.mjs';
import { expectation, readFiles } from './oracle.mjs';

const visit = site();
const N_ROWS = 2000;
const many = () => oneTimeFile('many.csv', Array.from({ length: N_ROWS }, (_, i) => ({ OrderId: `order-${i}`, Subtotal: `${(i * 7919) % 2003}.5`, TaxTotal: '0', Total: `${(i * 7919) % 2003}.5` })));

/** The texts of a column's cells in the rows on the screen, by row number. */
const column = (page, name) => page.tab.getByRole('grid', { name: 'Line items' }).evaluate((grid, wanted) => {
  const headings = [...grid.querySelectorAll('[role=columnheader]')].map(it => it.innerText.replace(/[↑↓]/g, '').trim());
  const at = headings.indexOf(wanted);
  const rows = [...grid.querySelectorAll('[role=row][aria-rowindex]')].filter(it => !it.hidden && Number(it.getAttribute('aria-rowindex')) > 1);
  return Object.fromEntries(rows.map(row => [Number(row.getAttribute('aria-rowindex')) - 2, row.querySelectorAll('[role=gridcell]')[at]?.innerText.trim()]));
}, name);

test('rows are sorted by a number as numbers, and unsorted again', () => visit(async page => {
  await page.load(many());
  const amounts = Array.from({ length: N_ROWS }, (_, i) => new Decimal(`${(i * 7919) % 2003}.5`));
  const sorted = amounts.toSorted((a, b) => b.cmp(a)).map(String);
  const heading = page.tab.getByRole('columnheader', { name: 'Subtotal' });
  const sort = heading.getByRole('button');
  const topFive = async expected => eventually(async () => {
    const cells = await column(page, 'Subtotal');
    assert.deepEqual([0, 1, 2, 3, 4].map(it => cells[it]), expected);
  });
  await sort.click();
  await topFive(sorted.toReversed().slice(0, 5));
  assert.equal(await heading.getAttribute('aria-sort'), 'ascending');
  await sort.click();
  await topFive(sorted.slice(0, 5));
  await sort.click();
  await topFive(amounts.slice(0, 5).map(String));
}));

test('the last row is reached by one key, and its neighbour by the next', () => visit(async page => {
  await page.load(many());
  const grid = page.tab.getByRole('grid', { name: 'Line items' });
  await grid.focus();
  await page.tab.keyboard.press('Control+End');
  await page.tab.keyboard.press('ArrowUp');
  await eventually(async () => {
    const cells = await column(page, 'Subtotal');
    assert.equal(cells[N_ROWS - 1], `${((N_ROWS - 1) * 7919) % 2003}.5`);
    const active = await grid.evaluate(it => document.getElementById(it.getAttribute('aria-activedescendant')).closest('[role=row]').getAttribute('aria-rowindex'));
    assert.equal(Number(active), N_ROWS);
  });
}));

test('columns are chosen from a list and stand in the link', () => visit(async page => {
  await page.load(ONE_TIME);
  await page.button('Columns').click();
  const dialog = page.tab.getByRole('dialog', { name: 'Choose columns' });
  await dialog.getByLabel('Find a column').fill('ReferenceId');
  await dialog.getByRole('checkbox').first().check();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await eventually(async () => assert.ok(Object.values(await column(page, 'ReferenceId')).includes('12d33e18-061e-4040-ad77-fcd77c1a9943')));
  assert.match(page.fragment(), /columns=[^&]*ReferenceId/);
}));

test('files that are dropped anywhere on the page are read', () => visit(async page => {
  const texts = [ONE_TIME, LICENSE].map(path => [path.split('/').at(-1), fs.readFileSync(path, 'utf8')]);
  const dropped = await page.tab.evaluateHandle(files => {
    const transfer = new DataTransfer();
    for (const [name, text] of files) transfer.items.add(new File([text], name));
    return transfer;
  }, texts);
  await page.tab.dispatchEvent('body', 'dragover', { dataTransfer: dropped });
  await page.tab.dispatchEvent('body', 'drop', { dataTransfer: dropped });
  await page.waitUntilSettled(2);
  await summaryBecomes(page, expectation(readFiles([ONE_TIME, LICENSE])));
}));

test('a row opens by Enter with every field, and its neighbour by the next button', () => visit(async page => {
  await page.load(ONE_TIME);
  const lines = parse(fs.readFileSync(ONE_TIME, 'utf8'), { columns: true, bom: true });
  const grid = page.tab.getByRole('grid', { name: 'Line items' });
  await grid.focus();
  await page.tab.keyboard.press('ArrowDown');
  await page.tab.keyboard.press('Enter');
  const dialog = page.tab.getByRole('dialog', { name: 'Row' });
  const fields = () => dialog.evaluate(it => Object.fromEntries([...it.querySelectorAll('[data-column]')].map(field => [field.querySelector('dt').textContent, field.querySelector('[data-value]').dataset.value])));
  await eventually(async () => assert.deepEqual(Object.entries(await fields()).toSorted(), Object.entries(lines[1]).toSorted()));
  await dialog.getByRole('button', { name: 'Next' }).click();
  await eventually(async () => assert.deepEqual(Object.entries(await fields()).toSorted(), Object.entries(lines[2]).toSorted()));
  await page.tab.keyboard.press('Escape');
  await eventually(async () => assert.equal(await grid.evaluate(it => it === document.activeElement), true));
}));

test('cells, rows and selections are copied as a spreadsheet takes them', () => visit(async page => {
  await page.load(many());
  const grid = page.tab.getByRole('grid', { name: 'Line items' });
  const headings = await grid.evaluate(it => [...it.querySelectorAll('[role=columnheader]')].slice(1).map(cell => cell.innerText.trim()));
  const at = headings.indexOf('Subtotal');
  const amount = i => `${(i * 7919) % 2003}.5`;
  const clipboardIs = wanted => eventually(async () => assert.equal(await page.tab.evaluate(() => navigator.clipboard.readText()), wanted));
  await grid.focus();
  for (let i = 0; i <= at; i += 1) await page.tab.keyboard.press('ArrowRight');
  await page.tab.keyboard.press('Control+c');
  await clipboardIs(amount(0));
  await page.tab.keyboard.press('Shift+ArrowDown');
  await page.tab.keyboard.press('Shift+ArrowDown');
  await page.tab.keyboard.press('Control+Shift+C');
  await clipboardIs(['Subtotal', amount(0), amount(1), amount(2)].join('\r\n'));
  await page.tab.keyboard.press('Home');
  await page.tab.keyboard.press('Control+c');
  await eventually(async () => {
    const cells = (await page.tab.evaluate(() => navigator.clipboard.readText())).split('\t');
    assert.equal(cells.length, headings.length);
    assert.equal(cells[at], amount(2));
  });
}));
