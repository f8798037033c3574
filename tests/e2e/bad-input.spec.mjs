// Files that cannot be read say why, and harm nothing else.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { eventually, site } from './browser.mjs';
import { summaryBecomes } from './compare.mjs';
import { LICENSE, ONE_TIME, SERVICE_COST_LINES, made, oneTimeFile, shared } from './files.mjs';
import { expectation, readFiles } from './oracle.mjs';

const visit = site();
const text = fs.readFileSync(ONE_TIME, 'utf8');
const lines = text.split(/\r?\n/).filter(Boolean);

// Bytes that no encoding of text would hold; always the same.
const noise = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 167 + (i >> 3) * 31) % 256));

const REFUSED = {
  'an empty file': made('empty.csv', ''),
  'a binary file': made('photo.csv', Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]), noise])),
  'a .gz of zero bytes': made('export.json.gz', ''),
  'JSON that stops in the middle': made('cut.json', fs.readFileSync(SERVICE_COST_LINES, 'utf8').slice(0, 900)),
  'JSON as the documentation misprints it': shared('rest-json/invoice_line_items_4.invalid.json.txt'),
  'a file of no known kind': shared('neighbours/msphub-tool_sample.csv'),
};

for (const [what, file] of Object.entries(REFUSED)) {
  test(`${what} is refused with a sentence; the file beside it is unharmed`, () => visit(async page => {
    await page.load(LICENSE, file);
    const item = await page.file(path.basename(file));
    assert.equal(item.state, 'failed');
    assert.ok(item.text.replace(item.name, '').trim().split(/\s+/).length >= 4, `should say why: ${item.text}`);
    assert.equal((await page.file(path.basename(LICENSE))).state, 'ready');
    await summaryBecomes(page, expectation(readFiles([LICENSE])));
    assert.equal(await page.status(), 'ready');
  }));
}

test('a refused file alone leaves the page in the state error, and a good one brings it back', () => visit(async page => {
  await page.load(REFUSED['a file of no known kind']);
  await page.waitForStatus('error');
  await page.load(LICENSE);
  await summaryBecomes(page, expectation(readFiles([LICENSE])));
  assert.equal(await page.status(), 'ready');
}));

test('a header without rows is a file without lines', () => visit(async page => {
  const file = made('header-only.csv', `${lines[0]}\r\n`);
  await page.load(LICENSE, file);
  const item = await page.file('header-only.csv');
  assert.ok(['ready', 'failed'].includes(item.state));
  assert.ok(!item.rows);
  await summaryBecomes(page, expectation(readFiles([LICENSE])));
}));

test('a last line that was cut off is set aside and can be downloaded', () => visit(async page => {
  const cut = lines[3].slice(0, 200);
  const file = made('cut-off.csv', [...lines.slice(0, 3), cut].join('\r\n'));
  await page.load(file);
  assert.equal((await page.file('cut-off.csv')).quarantined, 1);
  await summaryBecomes(page, expectation(readFiles([file])));
  const { text: saved } = await page.download('Download quarantine (CSV)');
  assert.ok(saved.includes('cut-off.csv') && saved.includes('0e195b37-4574-4539-bc42-0e539b9684c0'));
}));

test('one bad row among good ones: named by file, line, column and text, the others count', () => visit(async page => {
  const file = oneTimeFile('one-bad-row.csv', [{}, { Subtotal: '12,34,5x' }, {}, {}]);
  await page.load(LICENSE, file);
  const expected = expectation(readFiles([LICENSE, file]));
  assert.equal(expected.lines.length, 10 + 3);
  await summaryBecomes(page, expected);
  assert.equal((await page.file('one-bad-row.csv')).quarantined, 1);
  await eventually(async () => {
    const rows = await page.quarantinedRows();
    assert.equal(rows.length, 1);
    const [name, line, column, cell, reason] = rows[0];
    assert.deepEqual([name, line, column], ['one-bad-row.csv', '3', 'Subtotal']);
    assert.ok(cell.includes('12,34,5x') && reason.length > 5);
  });
}));

test('a bad file never wins over good ones: all of them at once', () => visit(async page => {
  const good = [ONE_TIME, LICENSE, SERVICE_COST_LINES];
  await page.load(...Object.values(REFUSED), ...good);
  await summaryBecomes(page, expectation(readFiles(good)));
  const states = (await page.files()).map(file => file.state);
  assert.equal(states.filter(state => state === 'ready').length, good.length);
}));
