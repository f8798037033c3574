// What a page has to fetch before it can take a file, compressed as a host would send it.

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { FOLDER } from '../month.mjs';

const compress = promisify(brotliCompress);
const CACHE = path.join(FOLDER, 'brotli.json');

/** The size of `bytes` under the strongest brotli; kept, as it takes a minute for a big WebAssembly. */
async function brotliBytes(bytes) {
  const known = fs.existsSync(CACHE) ? JSON.parse(fs.readFileSync(CACHE, 'utf8')) : {};
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (known[hash] === undefined) {
    known[hash] = (await compress(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } })).length;
    fs.writeFileSync(CACHE, JSON.stringify(known, null, 1));
  }
  return known[hash];
}

/** `files` are the paths that were served from `root`. */
export async function bundle(root, files) {
  const list = [];
  for (const file of new Set(files)) {
    const bytes = fs.readFileSync(file);
    list.push({ name: path.relative(root, file), bytes: bytes.length, brotli: await brotliBytes(bytes) });
  }
  const sum = key => list.reduce((total, it) => total + it[key], 0);
  return { bytes: sum('bytes'), brotli: sum('brotli'), files: list };
}
