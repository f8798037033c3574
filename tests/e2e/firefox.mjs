// Firefox as the system's packages have it, driven by Puppeteer over WebDriver BiDi, behind the few methods of Playwright
// that `page.mjs` calls: so one description of the page serves both browsers.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import puppeteer from 'puppeteer-core';
import { eventually, serveDist } from './browser.mjs';
import { ReconPage } from './page.mjs';

const FIREFOX = process.env.FIREFOX ?? ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find(it => fs.existsSync(it));
const ACTION_MS = 30_000;

/**
 * The elements that `steps` lead to, looked for in the page: Firefox takes two seconds to find one in its accessibility
 * tree, which is therefore asked once, by `accessible`. A step is { role, name }, { label }, { css } or 'first'.
 */
function elementsAt(steps) {
  const ROLES = {
    button: 'button', list: 'ul, ol, [role=list]', table: 'table', grid: '[role=grid]', group: 'fieldset, details, [role=group]', figure: 'figure',
    columnheader: 'th, [role=columnheader]', checkbox: 'input[type=checkbox]',
  };
  const text = element => element?.textContent.replace(/[↑↓]/g, '').replace(/\s+/g, ' ').trim();
  const nameOf = element => element.getAttribute('aria-label')
    ?? text(document.getElementById(element.getAttribute('aria-labelledby')) ?? [...(element.labels ?? [])][0]
      ?? element.querySelector(':scope > caption, :scope > figcaption, :scope > legend') ?? element);
  let found = [document];
  for (const step of steps) {
    if (step === 'first') {
      found = found.slice(0, 1);
      continue;
    }
    const selector = step.css ?? (step.role ? ROLES[step.role] : 'input, select');
    const wanted = step.name ?? step.label;
    found = found.flatMap(it => [...it.querySelectorAll(selector)]).filter(it => wanted === undefined || nameOf(it) === wanted);
  }
  return found;
}

/** Elements that a script looks for anew whenever it does something with them. */
class Locator {
  constructor(tab, steps) { Object.assign(this, { tab, steps }); }

  with(step) { return new Locator(this.tab, [...this.steps, step]); }
  getByRole(role, { name } = {}) { return this.with({ role, name }); }
  getByLabel(label) { return this.with({ label }); }
  locator(css) { return this.with({ css }); }
  first() { return this.with('first'); }

  async count() {
    const list = await this.tab.evaluateHandle(elementsAt, this.steps);
    const count = await list.evaluate(it => it.length);
    await list.dispose();
    return count;
  }

  async one() {
    return eventually(async () => {
      const list = await this.tab.evaluateHandle(elementsAt, this.steps);
      const element = (await list.evaluateHandle(it => (it.length === 1 ? it[0] : null))).asElement();
      await list.dispose();
      assert.ok(element, `exactly one element is looked for: ${JSON.stringify(this.steps)}`);
      return element;
    }, ACTION_MS);
  }

  async evaluate(body, argument) { return (await this.one()).evaluate(body, argument); }
  async getAttribute(name) { return this.evaluate((element, wanted) => element.getAttribute(wanted), name); }
  async focus() { await (await this.one()).focus(); }
  async click() { await (await this.one()).click(); }
  async setInputFiles(paths) { await (await this.one()).uploadFile(...paths); }

  /** Sets the text as a whole, as Playwright does: what is typed into a field of a date depends on the locale. */
  async fill(text) {
    await this.evaluate((element, value) => {
      element.focus();
      element.value = value;
      for (const type of ['input', 'change']) element.dispatchEvent(new Event(type, { bubbles: true }));
    }, text);
  }
}

class FirefoxTab {
  constructor(tab) {
    this.tab = tab;
    this.root = new Locator(tab, []);
    this.keyboard = { press: keys => this.press(keys) };
  }

  on(event, listener) { this.tab.on(event, listener); }
  url() { return this.tab.url(); }
  evaluate(body, argument) { return this.tab.evaluate(body, argument); }
  waitForTimeout(millis) { return new Promise(resolve => setTimeout(resolve, millis)); }
  getByRole(role, options) { return this.root.getByRole(role, options); }
  locator(selector) { return this.root.locator(selector); }
  goBack() { return this.evaluate(() => history.back()); }
  goForward() { return this.evaluate(() => history.forward()); }

  getByLabel(label) { return this.root.getByLabel(label); }

  /** Whether Firefox's own accessibility tree holds an element of this role and name. */
  async accessible(role, name) {
    const found = await this.tab.$$(`::-p-aria([name=${JSON.stringify(name)}][role="${role}"])`);
    return found.length > 0;
  }

  /** Presses keys written as `Control+End`. */
  async press(keys) {
    const [key, ...held] = keys.split('+').toReversed();
    for (const modifier of held) await this.tab.keyboard.down(modifier);
    await this.tab.keyboard.press(key);
    for (const modifier of held) await this.tab.keyboard.up(modifier);
  }
}

class FirefoxPage extends ReconPage {
  constructor(tab, downloads) {
    super(new FirefoxTab(tab));
    this.downloads = downloads;
  }

  async download(buttonName) {
    fs.mkdirSync(this.downloads, { recursive: true });
    const seen = new Set(fs.readdirSync(this.downloads));
    await this.button(buttonName).click();
    return eventually(async () => {
      const now = fs.readdirSync(this.downloads);
      // While it writes, Firefox holds the name with an empty file, and a `.part` beside it.
      const name = now.find(it => !seen.has(it) && !it.endsWith('.part'));
      assert.ok(name && !now.some(it => it.endsWith('.part')), 'a file is saved');
      const bytes = fs.readFileSync(path.join(this.downloads, name));
      assert.ok(bytes.length > 0, 'the saved file is whole');
      return { name, text: bytes.toString('utf8') };
    }, ACTION_MS);
  }
}

/**
 * Starts site and Firefox for the tests of a spec; as `site` of browser.mjs, `visit` gives a fresh page and checks that it stayed
 * silent. Firefox reports a breach of the policy to the page only, so a script that runs before the page's own listens there.
 */
export function firefoxSite() {
  let server;
  let browser;
  let folder;
  before(async () => {
    assert.ok(FIREFOX, 'Firefox is missing: `make setup-test` installs it');
    server = await serveDist();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reconlens-firefox-'));
    browser = await puppeteer.launch({
      browser: 'firefox', executablePath: FIREFOX, headless: true, timeout: 120_000, protocolTimeout: 120_000,
      // Firefox refuses to run as root in the home of somebody else.
      env: { ...process.env, HOME: folder },
      extraPrefsFirefox: {
        'browser.download.folderList': 2, 'browser.download.dir': path.join(folder, 'downloads'), 'browser.download.useDownloadDir': true,
        'browser.download.always_ask_before_handling_new_types': false, 'browser.download.alwaysOpenPanel': false,
      },
    });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    if (folder) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  return async function visit(body) {
    const context = await browser.createBrowserContext();
    const pages = [];
    const requests = [];
    const open = async address => {
      const tab = await context.newPage();
      tab.setDefaultTimeout(ACTION_MS);
      tab.on('request', request => requests.push(request.url()));
      await tab.setViewport({ width: 1280, height: 800 });
      await tab.evaluateOnNewDocument(() => {
        globalThis.policyBreaches = [];
        document.addEventListener('securitypolicyviolation', event => globalThis.policyBreaches.push(`${event.violatedDirective} ${event.blockedURI}`));
      });
      const page = new FirefoxPage(tab, path.join(folder, 'downloads'));
      pages.push(page);
      await tab.goto(address, { timeout: ACTION_MS });
      await page.waitForStatus('empty', 'ready');
      return page;
    };
    try {
      await body(await open(server.url), { open });
      for (const page of pages) {
        assert.deepEqual(page.errors, [], 'the console must stay free of errors');
        assert.deepEqual(await page.tab.evaluate(() => globalThis.policyBreaches), [], 'the policy must be kept');
      }
      assert.ok(requests.length > 0);
      const strangers = requests.filter(url => /^https?:|^wss?:/.test(url) && !url.startsWith(server.url.replace(/\/$/, '')));
      assert.deepEqual(strangers, [], 'every request goes to the site itself');
    } finally {
      await context.close();
    }
  };
}
