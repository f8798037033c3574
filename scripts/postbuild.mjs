// Finishes a build of Trunk: gives the worker's files an address of their own content, and writes the page's
// Content-Security-Policy. Stops the build if anything is not as expected.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const stage = process.env.TRUNK_STAGING_DIR;
if (!stage) throw new Error('run by Trunk, which sets TRUNK_STAGING_DIR');

/** Addresses of all files below `folder`, relative to the site, in an order that does not depend on the file system. */
const filesBelow = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((it) => it.isFile())
  .map((it) => relative(stage, join(it.parentPath ?? it.path, it.name)).split(sep).join('/'))
  .sort();

/** Trunk does not put a hash into a worker's name: a browser would pair an old worker with a new page. */
function moveWorker() {
  const names = ['worker.js', 'worker_bg.wasm'];
  for (const name of names) if (!existsSync(join(stage, name))) throw new Error(`Trunk built no ${name}`);
  // The worker imports JavaScript of Rust crates by relative address, so a copy moves along with it.
  const snippets = readFileSync(join(stage, 'worker.js'), 'utf8').includes('./snippets/') ? filesBelow(join(stage, 'snippets')) : [];
  const hash = createHash('sha256');
  for (const name of [...names, ...snippets]) hash.update(name).update(readFileSync(join(stage, name)));
  const folder = `w/${hash.digest('hex').slice(0, 16)}`;
  mkdirSync(join(stage, folder), { recursive: true });
  for (const name of names) renameSync(join(stage, name), join(stage, folder, name));
  for (const name of snippets) cpSync(join(stage, name), join(stage, folder, name));
  for (const name of readdirSync(stage)) if (/^worker.*\.d\.ts$/.test(name)) rmSync(join(stage, name));
  return folder;
}

/** The hash of a text, as a policy names it. */
const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The hash of each inline script. */
function inlineScriptHashes(html) {
  const scripts = [...html.matchAll(/<script(?<attributes>[^>]*)>(?<body>[\s\S]*?)<\/script>/g)];
  const inline = scripts.filter((it) => !/\ssrc=/.test(it.groups.attributes));
  if (!inline.some((it) => /type="module"/.test(it.groups.attributes))) throw new Error('index.html has no start script');
  return inline.map(({ groups: { body } }) => hashOf(body));
}

/** Documents to print stand in a frame of the page, whose policy they inherit. Their style is this text, to the byte. */
const documentStyle = readFileSync(new URL('../style/document.css', import.meta.url));

const path = join(stage, 'index.html');
const worker = moveWorker();
// `trunk serve` would fill these in while it serves, after the hashes are taken, and the policy would block its script.
let html = readFileSync(path, 'utf8')
  .replace("'{{__TRUNK_ADDRESS__}}'", 'window.location.host')
  .replace('{{__TRUNK_WS_BASE__}}', '/');
const policy = [
  "default-src 'none'",
  `script-src 'self' 'wasm-unsafe-eval' ${inlineScriptHashes(html).join(' ')}`,
  `style-src 'self' ${hashOf(documentStyle)}`,
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

/** Prints the sizes of what `title` loads, and their sum. */
function printSizes(title, names) {
  const kb = (n) => `${(n / 1000).toFixed(1)} kB`.padStart(10);
  const row = (sizes, name) => console.log(`${kb(sizes[0])} ${kb(sizes[1])} gzip ${kb(sizes[2])} brotli  ${name}`);
  const total = [0, 0, 0];
  for (const name of names) {
    const bytes = readFileSync(join(stage, name));
    const sizes = [bytes.length, gzipSync(bytes).length, brotliCompressSync(bytes).length];
    sizes.forEach((size, i) => { total[i] += size; });
    row(sizes, name);
  }
  row(total, `= ${title}`);
}

const loaded = filesBelow(stage).filter((name) => /\.(html|css|js|wasm|svg)$/.test(name));
const ofWorker = (name) => name.startsWith('w/');
printSizes('first paint', loaded.filter((name) => !ofWorker(name)));
printSizes('worker', loaded.filter(ofWorker));
