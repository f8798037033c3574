// Finishes a build of Trunk: gives the worker's files an address of their own content, and writes the page's
// Content-Security-Policy. Stops the build if anything is not as expected.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const stage = process.env.TRUNK_STAGING_DIR;
if (!stage) throw new Error('run by Trunk, which sets TRUNK_STAGING_DIR');

/** Trunk does not put a hash into a worker's name: a browser would pair an old worker with a new page. */
function moveWorker() {
  const names = ['worker.js', 'worker_bg.wasm'];
  const hash = createHash('sha256');
  for (const name of names) hash.update(readFileSync(join(stage, name)));
  const folder = `w/${hash.digest('hex').slice(0, 16)}`;
  mkdirSync(join(stage, folder), { recursive: true });
  for (const name of names) renameSync(join(stage, name), join(stage, folder, name));
  for (const name of readdirSync(stage)) if (/^worker.*\.d\.ts$/.test(name)) rmSync(join(stage, name));
  return folder;
}

/** The hash of each inline script, as a policy names it. */
function inlineScriptHashes(html) {
  const scripts = [...html.matchAll(/<script(?<attributes>[^>]*)>(?<body>[\s\S]*?)<\/script>/g)];
  const inline = scripts.filter((it) => !/\ssrc=/.test(it.groups.attributes)).map((it) => it.groups.body);
  if (inline.length === 0) throw new Error('index.html has no start script');
  return inline.map((body) => `'sha256-${createHash('sha256').update(body).digest('base64')}'`);
}

const path = join(stage, 'index.html');
const worker = moveWorker();
let html = readFileSync(path, 'utf8');
const policy = [
  "default-src 'none'",
  `script-src 'self' 'wasm-unsafe-eval' ${inlineScriptHashes(html).join(' ')}`,
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  // From a blob: address the worker is bound by this policy, too; from an address of its own it would not be.
  'worker-src blob:',
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
].join('; ');
const charset = '<meta charset="utf-8">';
if (!html.includes(charset)) throw new Error(`index.html has no ${charset}`);
html = html.replace(charset, () => [
  charset,
  `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
  `<meta name="reconlens-worker-js" content="./${worker}/worker.js">`,
  `<meta name="reconlens-worker-wasm" content="./${worker}/worker_bg.wasm">`,
].join('\n    '));
writeFileSync(path, html);

const files = readdirSync(stage, { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
let total = 0;
for (const file of files) {
  if (!/\.(html|css|js|wasm|svg)$/.test(file.name)) continue;
  const bytes = readFileSync(join(file.parentPath, file.name));
  const compressed = brotliCompressSync(bytes).length;
  total += compressed;
  const kb = (n) => `${(n / 1000).toFixed(1)} kB`.padStart(10);
  console.log(`${kb(bytes.length)} ${kb(gzipSync(bytes).length)} gzip ${kb(compressed)} brotli  ${file.name}`);
}
console.log(`All the page needs: ${(total / 1000).toFixed(1)} kB with brotli.`);
