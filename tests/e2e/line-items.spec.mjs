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

/** The file's texts of a column's cells in the rows on the screen, by row number. */
const column = (page, name) => page.tab.getByRole('grid', { name: 'Line items' }).evaluate((grid, wanted) => {
  const headings = [...grid.querySelectorAll('[role=columnheader]')].map(it => it.innerText.replace(/[↑↓]/g, '').trim());
  const at = headings.indexOf(wanted);
  const rows = [...grid.querySelectorAll('[role=row][aria-rowindex]')].filter(it => !it.hidden && Number(it.getAttribute('aria-rowindex')) > 1);
  return Object.fromEntries(rows.map(row => [Number(row.getAttribute('aria-rowindex')) - 2, row.querySelectorAll('[role=gridcell]')[at]?.dataset.value]));
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

/** The names of the columns, from left to right. */
const headings = page => page.tab.getByRole('grid', { name: 'Line items' }).getByRole('columnheader').evaluateAll(all => all.slice(1).map(it => it.querySelector('button').firstChild.textContent));
const heading = (page, name) => page.tab.getByRole('columnheader', { name: new RegExp(`^${name}\\b`) });
const left = async locator => (await locator.boundingBox()).x;
const width = async locator => (await locator.boundingBox()).width;
const scrollSideways = (page, px) => page.tab.getByRole('grid', { name: 'Line items' }).evaluate((grid, px) => { grid.scrollLeft = px; }, px);

test('columns are moved by buttons and by dragging their headings; the link keeps their order', () => visit(async (page, { url }) => {
  await page.load(ONE_TIME);
  await eventually(async () => assert.ok((await headings(page)).length > 3));
  const [first, second, third, ...others] = await headings(page);
  const isNow = wanted => eventually(async () => assert.deepEqual(await headings(page), [...wanted, ...others]));
  await page.button('Columns').click();
  const dialog = page.tab.getByRole('dialog', { name: 'Choose columns' });
  await dialog.getByRole('button', { name: `Move ${first} right` }).focus();
  await page.tab.keyboard.press('Enter');
  await isNow([second, first, third]);
  // The focus goes along, so that the same key moves it on.
  await eventually(async () => assert.equal(await page.tab.evaluate(() => document.activeElement.getAttribute('aria-label')), `Move ${first} right`));
  await page.tab.keyboard.press('Enter');
  await isNow([second, third, first]);
  assert.equal(await dialog.getByRole('button', { name: `Move ${second} left` }).getAttribute('aria-disabled'), 'true');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await heading(page, first).dragTo(heading(page, second));
  await isNow([first, second, third]);
  await heading(page, second).dragTo(heading(page, third));
  await isNow([first, third, second]);
  const fragment = page.fragment();
  assert.match(fragment, new RegExp(`columns=${first},${third},${second},`));
  // What is dragged within the page is no file.
  assert.equal((await page.files()).length, 1);
  await page.tab.goto('about:blank');
  await page.tab.goto(url + fragment);
  await page.load(ONE_TIME);
  await isNow([first, third, second]);
}));

test('pinned columns stay in sight while the others scroll, and stand in the link', () => visit(async page => {
  await page.load(many());
  await page.button('Columns').click();
  const dialog = page.tab.getByRole('dialog', { name: 'Choose columns' });
  for (const name of ['ProductName', 'ChargeType']) await dialog.getByRole('button', { name: `Pin ${name}` }).click();
  assert.equal(await dialog.getByRole('button', { name: 'Pin ChargeType' }).getAttribute('aria-pressed'), 'true');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await eventually(async () => assert.deepEqual((await headings(page)).slice(0, 2), ['ProductName', 'ChargeType']));
  assert.match(page.fragment(), /pins=ChargeType,ProductName/);
  const grid = page.tab.getByRole('grid', { name: 'Line items' });
  const row = grid.locator('[role=row][aria-rowindex="3"]');
  await scrollSideways(page, 700);
  await eventually(async () => {
    const start = await left(grid);
    for (const line of [grid.getByRole('row').first(), row]) {
      const cells = line.locator('[aria-colindex="2"], [aria-colindex="3"], [aria-colindex="6"]');
      assert.ok(Math.abs(await left(cells.nth(0)) - start) < 3);
      assert.ok(Math.abs(await left(cells.nth(1)) - start - await width(cells.nth(0))) < 3);
      assert.ok(await left(cells.nth(2)) < start + 300);
    }
  });
  // A cell that the keys move to is not hidden behind the pinned ones.
  await grid.focus();
  await page.tab.keyboard.press('End');
  for (let i = 0; i < 4; i += 1) await page.tab.keyboard.press('ArrowLeft');
  await eventually(async () => {
    const active = await grid.evaluate(it => document.getElementById(it.getAttribute('aria-activedescendant')).getBoundingClientRect().x);
    const pinned = grid.locator('[role=columnheader][aria-colindex="3"]');
    assert.ok(active >= await left(pinned) + await width(pinned) - 3);
  });
}));

test('a width is dragged, typed by keys, fitted, and kept in the link', () => visit(async page => {
  await page.load(ONE_TIME);
  const edge = page.tab.getByRole('separator', { name: 'Width of ProductName' });
  const is = wanted => eventually(async () => {
    assert.equal(Math.round(await width(heading(page, 'ProductName'))), wanted);
    assert.equal(await edge.getAttribute('aria-valuenow'), String(wanted));
    const cell = page.tab.locator('[role=row][aria-rowindex="2"] [role=gridcell]').nth((await headings(page)).indexOf('ProductName') + 1);
    assert.equal(Math.round(await width(cell)), wanted);
  });
  await edge.scrollIntoViewIfNeeded();
  const before = Math.round(await width(heading(page, 'ProductName')));
  const box = await edge.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.tab.mouse.move(x, y);
  await page.tab.mouse.down();
  await page.tab.mouse.move(x + 30, y + 3);
  await page.tab.mouse.move(x + 50, y + 3);
  await page.tab.mouse.up();
  await is(before + 50);
  assert.match(page.fragment(), new RegExp(`widths=ProductName:${before + 50}`));
  await edge.focus();
  await page.tab.keyboard.press('ArrowLeft');
  await is(before + 34);
  const grid = page.tab.getByRole('grid', { name: 'Line items' });
  await grid.focus();
  for (let i = 0; i <= (await headings(page)).indexOf('ProductName'); i += 1) await page.tab.keyboard.press('ArrowRight');
  await page.tab.keyboard.press('-');
  await is(before + 18);
  await page.tab.keyboard.press('0');
  const fitted = await eventually(async () => {
    const cells = await page.tab.locator('[role=row][aria-rowindex] [role=gridcell]').evaluateAll((all, at) => all.filter(it => it.getAttribute('aria-colindex') === String(at)).map(it => it.scrollWidth - it.clientWidth), (await headings(page)).indexOf('ProductName') + 2);
    assert.ok(cells.length > 5 && cells.every(it => it <= 0), 'no name is cut off');
    return Math.round(await width(heading(page, 'ProductName')));
  });
  for (let i = 0; i < 4; i += 1) await page.tab.keyboard.press('+');
  await is(fitted + 64);
  await edge.dblclick();
  await is(fitted);
}));

test('a key sorts by the column of the active cell', () => visit(async page => {
  await page.load(many());
  const grid = page.tab.getByRole('grid', { name: 'Line items' });
  await grid.focus();
  for (let i = 0; i <= (await headings(page)).indexOf('Subtotal'); i += 1) await page.tab.keyboard.press('ArrowRight');
  for (const sorted of ['ascending', 'descending', 'none']) {
    await page.tab.keyboard.press('s');
    await eventually(async () => assert.equal(await heading(page, 'Subtotal').getAttribute('aria-sort'), sorted));
  }
}));
