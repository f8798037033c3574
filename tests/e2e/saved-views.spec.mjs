// Views under a name: kept over a reload, opened, forgotten, taken to another browser as a file. And the list of keys.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { eventually, site } from './browser.mjs';
import { ONE_TIME, made } from './files.mjs';

const visit = site();
const openDialog = async page => {
  await page.button('Saved views').click();
  return page.tab.getByRole('dialog', { name: 'Saved views' });
};
const namesIn = dialog => dialog.getByRole('list', { name: 'Saved views' }).getByRole('listitem').evaluateAll(items => items.map(it => it.querySelector('button').textContent));

test('a view is kept under a name, also over a reload, and opened again', () => visit(async page => {
  await page.load(ONE_TIME);
  await page.pick('Charge type', 'new');
  await page.waitForStatus('ready');
  const wanted = page.fragment();
  const rows = await page.lineCount();
  let dialog = await openDialog(page);
  await dialog.getByLabel('Name of the present view').fill('Only new purchases');
  await page.tab.keyboard.press('Enter');
  await eventually(async () => assert.deepEqual(await namesIn(dialog), ['Only new purchases']));

  await page.tab.goto(page.tab.url().replace(/#.*/, ''));
  await page.tab.reload();
  await page.waitForStatus('empty');
  await page.load(ONE_TIME);
  assert.equal(page.fragment(), '');
  dialog = await openDialog(page);
  await dialog.getByRole('button', { name: 'Only new purchases', exact: true }).click();
  await eventually(async () => assert.equal(page.fragment(), wanted));
  await eventually(async () => assert.equal(await page.lineCount(), rows));

  dialog = await openDialog(page);
  await dialog.getByRole('button', { name: 'Forget Only new purchases' }).click();
  await eventually(async () => assert.deepEqual(await namesIn(dialog), []));
}));

test('views are saved as a file and added from one, and another file is refused with words', () => visit(async page => {
  await page.load(ONE_TIME);
  let dialog = await openDialog(page);
  await dialog.getByLabel('Add from a file').setInputFiles(made('views.txt', 'reconlens-views 1\nFrom a colleague\tv=1&type=OneTime\n'));
  await eventually(async () => assert.deepEqual(await namesIn(dialog), ['From a colleague']));
  const saved = page.tab.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as a file' }).click();
  assert.equal(fs.readFileSync(await (await saved).path(), 'utf8'), 'reconlens-views 1\nFrom a colleague\tv=1&type=OneTime\n');
  await dialog.getByLabel('Add from a file').setInputFiles(made('other.csv', 'a,b\n1,2\n'));
  await eventually(async () => assert.match(await dialog.innerText(), /no file of saved views/));
}));

test('the list of keys opens by "?" and goes by Escape', () => visit(async page => {
  await page.load(ONE_TIME);
  await page.tab.getByRole('grid', { name: 'Line items' }).focus();
  await page.tab.keyboard.press('?');
  const dialog = page.tab.getByRole('dialog', { name: 'Keys' });
  await eventually(async () => assert.match(await dialog.innerText(), /Copy the cell/));
  await page.tab.keyboard.press('Escape');
  await eventually(async () => assert.equal(await dialog.isVisible(), false));
}));
