// Archives, workbooks and folders, and what a person may decide about a file. Python writes the containers.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { eventually, site } from './browser.mjs';
import { summaryBecomes } from './compare.mjs';
import { LICENSE, ONE_TIME, USAGE, made } from './files.mjs';
import { expectation, readFiles } from './oracle.mjs';

const visit = site();
const python = (script, ...argv) => execFileSync(process.env.RECONLENS_PYTHON ?? 'python3', ['-c', script, ...argv]);

function zipOf(name, ...files) {
  const archive = made(name, '');
  python('import sys, zipfile, os\nwith zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:\n  for f in sys.argv[2:]: z.write(f, "month/" + os.path.basename(f))', archive, ...files);
  return archive;
}

function workbookOf(name, csv) {
  const book = made(name, '');
  python('import csv, sys, openpyxl\nb = openpyxl.Workbook()\nfor row in csv.reader(open(sys.argv[2], newline="")): b.active.append(row)\nb.save(sys.argv[1])', book, csv);
  return book;
}

test('the files of a zip archive are files', () => visit(async page => {
  const archive = zipOf('month.zip', ONE_TIME, LICENSE, USAGE);
  await page.choose(archive);
  await page.waitUntilSettled(3);
  const names = (await page.files()).map(file => file.name);
  assert.deepEqual(names, [ONE_TIME, LICENSE, USAGE].map(file => `month.zip › month/${path.basename(file)}`));
  await summaryBecomes(page, expectation(readFiles([ONE_TIME, LICENSE, USAGE])));
  await page.remove(names[0]);
  await summaryBecomes(page, expectation(readFiles([LICENSE, USAGE])));
}));

test('a workbook is the file that was saved as it', () => visit(async page => {
  await page.load(workbookOf('lines.xlsx', ONE_TIME));
  assert.equal((await page.file('lines.xlsx')).kind, 'one-time');
  await summaryBecomes(page, expectation(readFiles([ONE_TIME])));
}));

test('a dropped folder is walked', () => visit(async page => {
  const folder = path.join(path.dirname(made('anchor', '')), 'september');
  fs.mkdirSync(path.join(folder, 'legacy'), { recursive: true });
  fs.copyFileSync(ONE_TIME, path.join(folder, 'a.csv'));
  fs.copyFileSync(LICENSE, path.join(folder, 'legacy', 'b.csv'));
  const protocol = await page.tab.context().newCDPSession(page.tab);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) await protocol.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
  await page.waitUntilSettled(2);
  assert.deepEqual((await page.files()).map(file => file.name).sort(), ['a.csv', 'b.csv']);
  await summaryBecomes(page, expectation(readFiles([ONE_TIME, LICENSE])));
}));

test('a person decides what a file leaves open, and can go back', () => visit(async page => {
  const file = made('abroad.csv', 'CustomerId;Subtotal;TaxTotal;Total;EffectiveUnitPrice;Currency;ChargeStartDate\nC;1,234;0;1,234;1;EUR;01/09/2026\nD;2;0;2;1;EUR;01/09/2026\n');
  await page.load(file);
  assert.equal((await page.file('abroad.csv')).quarantined, 1);
  assert.match((await page.file('abroad.csv')).text, /day or month comes first cannot be told/);
  await page.tab.getByRole('combobox', { name: 'Numbers' }).selectOption({ label: '1.234,56' });
  await eventually(async () => assert.equal((await page.file('abroad.csv')).quarantined, 0));
  await page.tab.getByRole('combobox', { name: 'Dates' }).selectOption({ label: 'Day, month, year' });
  await eventually(async () => assert.deepEqual((await page.summary()).rows.map(row => row.period), ['2026-09', '2026-09']));
  assert.match((await page.file('abroad.csv')).text, /as you chose/);
  await page.button('Back to what was found').click();
  await eventually(async () => assert.equal((await page.file('abroad.csv')).quarantined, 1));
}));

test('"What is this column?" explains every column, without files too', () => visit(async page => {
  await page.button('What is this column?').click();
  const dialog = page.tab.getByRole('dialog', { name: 'What is this column?' });
  await dialog.getByLabel('Find a column').fill('EffectiveUnitPrice');
  await eventually(async () => assert.match(await dialog.innerText(), /drives/));
  await dialog.getByLabel('Find a column').fill('percentUsed');
  await eventually(async () => assert.match(await dialog.innerText(), /Azure spending and budgets/));
  await dialog.getByRole('button', { name: 'Close' }).click();
  assert.equal(await dialog.count(), 0);
}));
