// A plain static server for the built site: `node scripts/serve.mjs [--root dist] [--base /some/path/] [--port 8080]`.
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.csv': 'text/csv; charset=utf-8',
  '.png': 'image/png',
};

function find(root, base, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
  if (!path.startsWith(base)) return undefined;
  const file = join(root, normalize(`/${path.slice(base.length)}`), path.endsWith('/') ? 'index.html' : '');
  if (file !== root && !file.startsWith(root + sep)) return undefined;
  try {
    return statSync(file).isFile() ? file : undefined;
  } catch {
    // Not there, or no possible name of a file (too long, with a NUL): no request may end the server.
    return undefined;
  }
}

/**
 * Serves `root` under the path `base`; port 0 takes a free one. `onFile` is told the path of every file that is sent. With
 * `compress` files go gzipped to whom takes that, as from most static hosts.
 * Resolves to `{ url, close }`.
 */
export async function serve({ root = 'dist', base = '/', port = 0, onFile = () => {}, compress = false } = {}) {
  const folder = resolve(root);
  const zipped = new Map();
  const prefix = `/${base}/`.replace(/\/+/g, '/');
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    if (`${request.url}/` === prefix) {
      // The page's relative addresses need the final slash.
      response.writeHead(301, { location: prefix }).end();
      return;
    }
    const file = find(folder, prefix, request.url);
    if (!file) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
      return;
    }
    onFile(file);
    const headers = { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-cache' };
    if (compress && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
      if (!zipped.has(file)) zipped.set(file, gzipSync(readFileSync(file), { level: 9 }));
      response.writeHead(200, { ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' }).end(request.method === 'HEAD' ? undefined : zipped.get(file));
      return;
    }
    response.writeHead(200, headers);
    if (request.method === 'HEAD') response.end();
    else createReadStream(file).on('error', () => response.destroy()).pipe(response);
  });
  await new Promise((done, failed) => server.once('error', failed).listen(port, '127.0.0.1', done));
  const close = () => new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${server.address().port}${prefix}`, close };
}

async function main() {
  const { values } = parseArgs({ options: { root: { type: 'string', default: 'dist' }, base: { type: 'string', default: '/' }, port: { type: 'string', default: '8080' } } });
  for (let port = Number(values.port); ; port += 1) {
    try {
      const { url } = await serve({ root: values.root, base: values.base, port });
      console.log(`ReconLens is at ${url} (Ctrl+C stops)`);
      return;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || port > Number(values.port) + 50) throw error;
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
