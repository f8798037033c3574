// What is behind "More to save and print": CSV for a country's Excel.

import assert from 'node:assert/strict';
import test from 'node:test';
import { parse as parseCsv } from 'csv-parse/sync';
import { site } from './browser.mjs';
import { summaryBecomes } from './compare.mjs';
import { ONE_TIME, made } from './files.mjs';
import { exact, expectation, readFiles } from './oracle.mjs';

const visit = site();
const openMore = page => page.button('More to save and print').click();

for (const [locale, separator, decimal] of [['hu-HU', ';', ','], ['en-US', ',', '.'], ['de-CH', ';', '.']]) {
  test(`rows for Excel, as ${locale} writes lists and numbers, read back to the same totals`, () => visit(async page => {
    await page.load(ONE_TIME);
    const expected = expectation(readFiles([ONE_TIME]));
    await summaryBecomes(page, expected);
    await openMore(page);
    const { name, text } = await page.download('Rows for Excel (CSV)');
    assert.equal(name, 'reconlens-rows-excel.csv');
    assert.ok(text.startsWith('\ufeff') && text.endsWith('\r\n'));
    const saved = parseCsv(text, { columns: true, bom: true, delimiter: separator });
    assert.deepEqual(saved.map(row => exact(row.Total.replace(decimal, '.'))), expected.lines.map(line => exact(line.total)));
    assert.ok(saved.some(row => row.Total.includes(decimal)));
    await page.tab.keyboard.press('Escape');
    await page.button(`Remove ${ONE_TIME.split('/').at(-1)}`).click();
    await page.load(made('again.csv', text));
    await summaryBecomes(page, expected);
  }, { locale }));
}
