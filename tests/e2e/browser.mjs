// Serves dist under a sub-path, as a static host does, and opens it in Chromium. Every spec uses this file, so that no
// spec can pass with an error on the console, a broken Content-Security-Policy or a request to somebody else.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { serve } from '../../scripts/serve.mjs';
import { REPOSITORY } from './files.mjs';
import { ReconPage } from './page.mjs';

export const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const launch = () => chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
export const serveDist = options => serve({ root: path.join(REPOSITORY, 'dist'), base: '/some/sub/path/', port: 0, ...options });

/**
 * Starts site and browser for the tests of a spec. `visit(body, options)` gives `body` a fresh page in a fresh browser context and
 * checks afterwards that the page stayed silent. `beforeOpening(tab)` may prepare the tab, `starts` is the status to wait for.
 */
export function site() {
  let server;
  let browser;
  before(async () => {
    server = await serveDist();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  return async function visit(body, { fragment = '', beforeOpening, starts, ...contextOptions } = {}) {
    const context = await browser.newContext({ acceptDownloads: true, permissions: ['clipboard-read', 'clipboard-write'], ...contextOptions });
    try {
      const tab = await context.newPage();
      const page = new ReconPage(tab);
      const requests = [];
      context.on('request', request => requests.push(request.url()));
      await beforeOpening?.(tab);
      await tab.goto(server.url + fragment, { waitUntil: starts ? 'commit' : 'load' });
      await page.waitForStatus(...(starts ? [starts] : ['empty', 'ready']));
      await body(page, { requests, url: server.url });
      assert.deepEqual(page.errors, [], 'the console must stay free of errors');
      const strangers = requests.filter(url => /^https?:|^wss?:/.test(url) && !url.startsWith(server.url.replace(/\/$/, '')));
      assert.deepEqual(strangers, [], 'every request goes to the site itself');
    } finally {
      await context.close();
    }
  };
}

/** Repeats `check` until it no longer throws: answers come from workers. How long that may take is for a machine with other work. */
export async function eventually(check, timeoutMillis = 30_000) {
  const deadline = performance.now() + timeoutMillis;
  for (;;) {
    try {
      return await check();
    } catch (problem) {
      if (performance.now() > deadline) throw problem;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }
}
