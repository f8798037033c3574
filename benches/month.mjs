// The months that are measured: made once, kept in target/bench.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
export const FOLDER = path.join(REPOSITORY, 'target/bench');
const MAKER = path.join(REPOSITORY, 'benches/make-month.mjs');

const changedAt = file => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -1;

/** The file of a month of `nRows` rows, its size, and the exact sums that belong to it. */
export function month(nRows) {
  const file = path.join(FOLDER, `month-${nRows}.csv`);
  const sums = path.join(FOLDER, `month-${nRows}.sums.json`);
  // Like make does: what is older than its maker is made anew. The sums are written last.
  if (!fs.existsSync(file) || changedAt(sums) < changedAt(MAKER)) {
    console.log(`making a month of ${nRows.toLocaleString('en')} rows`);
    execFileSync(process.execPath, [MAKER, String(nRows), FOLDER], { stdio: 'inherit' });
  }
  return { nRows, file, sizeBytes: fs.statSync(file).size, sums: JSON.parse(fs.readFileSync(sums, 'utf8')) };
}
