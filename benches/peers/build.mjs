// Installs the peers from npm and bundles a page for each, into target/bench/peers. Nothing is fetched at run time.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FOLDER } from '../month.mjs';

const SOURCES = path.dirname(fileURLToPath(import.meta.url));
const INSTALLED = path.join(FOLDER, 'peers');
const MODULES = path.join(INSTALLED, 'node_modules');
export const sitesFolder = path.join(INSTALLED, 'sites');

/** Each has KEY.mjs, and KEY.worker.mjs if its library leaves the thread to its user; `copied` are files of its package. */
export const PEERS = [
  {
    key: 'duckdb', title: 'DuckDB-WASM', packages: ['@duckdb/duckdb-wasm'],
    copied: ['eh.wasm', 'mvp.wasm', 'browser-eh.worker.js', 'browser-mvp.worker.js'].map(it => `@duckdb/duckdb-wasm/dist/duckdb-${it}`),
  },
  {
    key: 'perspective', title: 'Perspective', packages: ['@perspective-dev/client', '@perspective-dev/server'],
    copied: [
      '@perspective-dev/client/dist/wasm/perspective-js.wasm', '@perspective-dev/server/dist/wasm/perspective-server.wasm',
      '@perspective-dev/server/dist/wasm/perspective-server.memory64.wasm',
    ],
  },
  { key: 'papaparse', title: 'PapaParse + crossfilter2', packages: ['papaparse', 'crossfilter2'], copied: [] },
  { key: 'arquero', title: 'Arquero', packages: ['arquero'], copied: [] },
];

function install() {
  fs.mkdirSync(INSTALLED, { recursive: true });
  const lock = fs.readFileSync(path.join(SOURCES, 'package-lock.json'));
  const installedLock = path.join(MODULES, '.installed-lock');
  if (fs.existsSync(installedLock) && fs.readFileSync(installedLock).equals(lock)) return;
  console.log('installing the peers from npm');
  for (const name of ['package.json', 'package-lock.json']) fs.copyFileSync(path.join(SOURCES, name), path.join(INSTALLED, name));
  execFileSync('npm', ['ci', '--silent', '--no-audit', '--no-fund'], { cwd: INSTALLED, stdio: 'inherit' });
  fs.copyFileSync(path.join(INSTALLED, 'package-lock.json'), installedLock);
}

async function bundlePage({ key, copied }) {
  const { build } = await import(pathToFileURL(path.join(MODULES, 'esbuild/lib/main.js')));
  const folder = path.join(sitesFolder, key);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(path.join(SOURCES, 'page.html'), path.join(folder, 'index.html'));
  for (const file of copied) fs.copyFileSync(path.join(MODULES, file), path.join(folder, path.basename(file)));
  const worker = path.join(SOURCES, `${key}.worker.mjs`);
  const entries = { peer: path.join(SOURCES, `${key}.mjs`), ...(fs.existsSync(worker) ? { worker } : {}) };
  await build({ entryPoints: entries, outdir: folder, bundle: true, minify: true, format: 'esm', target: 'es2022', nodePaths: [MODULES], logLevel: 'warning' });
}

/** Makes the pages of `keys`; resolves to the version of each of their packages. */
export async function buildPeers(keys) {
  install();
  const versions = {};
  for (const peer of PEERS.filter(it => keys.includes(it.key))) {
    await bundlePage(peer);
    for (const name of peer.packages) versions[name] = JSON.parse(fs.readFileSync(path.join(MODULES, name, 'package.json'), 'utf8')).version;
  }
  return versions;
}
