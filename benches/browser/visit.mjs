// A visit: one page in a browser process of its own, with an end to every wait.

import fs from 'node:fs';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  // So that memory is read without what is only waiting to be collected.
  '--js-flags=--expose-gc',
  // No page can reach anything but the server here.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];
const IN_PAGE = fs.readFileSync(new URL('./in-page.js', import.meta.url), 'utf8');

// A signal ends the run (run.mjs), not only its browser: what fails after that would be taken for a result.
const SIGNALS = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };

const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: FLAGS, ...SIGNALS });

export async function browserVersion() {
  const browser = await launch();
  try {
    return browser.version();
  } finally {
    await browser.close();
  }
}

/**
 * Opens `url` in a fresh browser and hands `{ browser, tab, within }` to `body`. `within(millis, promise)` gives up after that time, or
 * when the page crashes: an exhausted memory ends the page, not the measurement.
 */
export async function visit(url, body) {
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
    await context.addInitScript(IN_PAGE);
    const tab = await context.newPage();
    const problems = [];
    const crashed = new Promise((_, failed) => tab.once('crash', () => failed(new Error('the page crashed, as it does when memory runs out'))));
    crashed.catch(() => {});
    tab.on('pageerror', problem => problems.push(String(problem)));
    tab.on('console', message => message.type() === 'error' && problems.push(message.text()));
    const within = async (millis, promise) => {
      let timer;
      const late = new Promise((_, failed) => {
        timer = setTimeout(() => failed(new Error(`not done after ${millis / 1000} s`)), millis);
      });
      try {
        return await Promise.race([promise, late, crashed]);
      } catch (error) {
        // The page may know more about it than the one who waits.
        throw problems.length ? new Error(`${error.message} (${problems.at(-1)})`) : error;
      } finally {
        clearTimeout(timer);
        promise.catch(() => {});
      }
    };
    await tab.goto(url);
    return await body({ browser, tab, within });
  } finally {
    await browser.close();
  }
}
