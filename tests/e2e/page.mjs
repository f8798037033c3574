// The page as a script sees it. Uses only what the README's contract for automation promises: roles, accessible names,
// data-* attributes. Nothing here knows a class name or the order of elements.

import fs from 'node:fs';

const SETTLED = ['ready', 'failed', 'cancelled', 'duplicate'];
const AMOUNT_COLUMNS = ['lines', 'pretax', 'tax', 'total'];

export class ReconPage {
  constructor(tab) {
    this.tab = tab;
    this.errors = [];
    tab.on('console', message => message.type() === 'error' && this.errors.push(message.text()));
    tab.on('pageerror', problem => this.errors.push(String(problem)));
    tab.on('crash', () => this.errors.push('the page crashed'));
  }

  // Polled from here: a strict Content-Security-Policy forbids the eval that waitForFunction runs in the page.
  async waitUntil(probe, argument, timeoutMillis = 60_000) {
    const deadline = performance.now() + timeoutMillis;
    while (!(await this.tab.evaluate(probe, argument))) {
      if (performance.now() > deadline) throw new Error(`timed out after ${timeoutMillis} ms: ${probe}`);
      await this.tab.waitForTimeout(25);
    }
  }

  status() { return this.tab.evaluate(() => document.documentElement.dataset.status); }
  waitForStatus(...allowed) { return this.waitUntil(list => list.includes(document.documentElement.dataset.status), allowed); }
  fragment() { return new URL(this.tab.url()).hash; }
  button(name) { return this.tab.getByRole('button', { name, exact: true }); }

  // ---- files

  async choose(...paths) { await this.tab.getByLabel('Choose files').setInputFiles(paths); }

  /** Loads files and waits until each of them is read, refused or recognised as a twin. */
  async load(...paths) {
    const before = (await this.files()).length;
    await this.choose(...paths);
    await this.waitUntilSettled(before + paths.length);
  }

  async waitUntilSettled(nFiles) {
    await this.waitUntil(({ n, settled }) => {
      const states = [...document.querySelectorAll('[data-file][data-state]')].map(it => it.dataset.state);
      return states.length >= n && states.every(state => settled.includes(state)) && document.documentElement.dataset.status !== 'loading';
    }, { n: nFiles, settled: SETTLED });
  }

  /** Presses a file's "Cancel" in the moment in which it is being read; from within the page, as a fast one is read before a script asks twice. */
  async cancelOnceReading(name) {
    await this.tab.evaluate(wanted => {
      const seen = (globalThis.cancelSeen = { states: [], elapsedMs: null });
      let pressedAt = null;
      const timer = setInterval(() => {
        const state = document.querySelector(`[data-file="${wanted}"]`)?.dataset.state;
        if (state === undefined) return;
        if (seen.states.at(-1) !== state) seen.states.push(state);
        if (state === 'reading' && pressedAt === null) {
          pressedAt = performance.now();
          document.querySelector(`button[aria-label="Cancel ${wanted}"]`).click();
        }
        if (state !== 'cancelled' && state !== 'ready') return;
        seen.elapsedMs = performance.now() - pressedAt;
        clearInterval(timer);
      }, 2);
    }, name);
  }

  /** Waits for the end of a file that `cancelOnceReading` watches: { states, elapsedMs }. */
  async cancelled() {
    await this.waitUntil(() => globalThis.cancelSeen.elapsedMs !== null);
    return this.tab.evaluate(() => globalThis.cancelSeen);
  }

  /** Every item of the list "Files": its data and what it says. */
  async files() {
    await this.openFileList();
    const list = this.tab.getByRole('list', { name: 'Files', exact: true });
    if (!(await list.count())) return [];
    return list.evaluate(element => [...element.querySelectorAll('[data-file]')].map(({ dataset, innerText }) => ({
      name: dataset.file, state: dataset.state, kind: dataset.kind, rows: Number(dataset.rows), quarantined: Number(dataset.quarantined), text: innerText,
    })));
  }

  /** The list closes by itself once all files are read. */
  async openFileList() {
    await this.tab.evaluate(() => {
      const list = document.querySelector('details.files');
      if (list !== null && !list.open) list.querySelector('summary').click();
    });
  }

  async remove(name) {
    await this.openFileList();
    await this.button(`Remove ${name}`).click();
  }

  async file(name) { return (await this.files()).find(file => file.name === name); }

  // ---- summary

  table(name) { return this.tab.getByRole('table', { name, exact: true }); }

  /** { headings, rows, footers } of "Service cost summary", rows in the oracle's words. */
  async summary() {
    const table = this.table('Service cost summary');
    if (!(await table.count())) return { headings: [], rows: [], footers: [] };
    return table.evaluate((element, amountColumns) => {
      const headings = [...element.tHead.rows].at(-1).cells;
      const names = [...headings].map(cell => cell.innerText.replace(/\s+/g, ' ').trim());
      const at = Object.fromEntries(names.map((name, idx) => [name.toLowerCase(), idx]));
      // A footer may span columns: cells are found by the column they stand under.
      const cellsOf = row => [...row.cells].flatMap(cell => Array(cell.colSpan).fill(cell));
      const value = (cells, name) => cells[at[name]]?.dataset.value;
      const amounts = cells => Object.fromEntries(amountColumns.map(key => [key, value(cells, { pretax: 'pretax total' }[key] ?? key)]));
      const rows = [...element.tBodies].flatMap(body => [...body.rows]).filter(row => row.dataset.customer !== undefined).map(row => {
        const cells = cellsOf(row);
        const { customer, invoiceType, currency, period } = row.dataset;
        return {
          customerId: customer.toLowerCase(), customerText: cells[at.customer].textContent.trim(), invoiceType, currency, period, ...amounts(cells),
          stated: { pretax: value(cells, 'stated pretax'), tax: value(cells, 'stated tax'), total: value(cells, 'stated total') },
          difference: value(cells, 'difference'),
        };
      });
      const footers = [...(element.tFoot?.rows ?? [])].filter(row => row.dataset.currency).map(row => {
        const { pretax, tax, total } = amounts(cellsOf(row));
        return { currency: row.dataset.currency, invoiceType: row.dataset.invoiceType, pretax, tax, total };
      });
      return { headings: names, rows, footers };
    }, AMOUNT_COLUMNS);
  }

  // ---- lines, checks, problems

  /** Lines shown by the grid "Line items", without its heading row. */
  async lineCount() {
    const count = await this.tab.getByRole('grid', { name: 'Line items', exact: true }).getAttribute('aria-rowcount');
    return Number(count) - 1;
  }

  checks() {
    return this.tab.getByRole('list', { name: 'Checks', exact: true }).evaluate(list =>
      [...list.querySelectorAll('[data-check]')].map(({ dataset, innerText }) => ({ check: dataset.check, verdict: dataset.verdict, count: Number(dataset.count), text: innerText })));
  }

  /** Rows of the table "Quarantined rows" as [file, line, column, text, reason]. */
  async quarantinedRows() {
    const table = this.table('Quarantined rows');
    if (!(await table.count())) return [];
    return table.evaluate(element => [...element.tBodies].flatMap(body => [...body.rows]).map(row => [...row.cells].map(cell => cell.innerText.trim())));
  }

  // ---- filters

  async facet(name) {
    const group = this.tab.getByRole('group', { name, exact: true });
    await group.evaluate(element => {
      const details = element.closest('details') ?? element.querySelector('details');
      if (details && !details.open) details.querySelector('summary').click();
    });
    // Its values are drawn when it is opened.
    await this.waitUntil(wanted => document.querySelector(`details[aria-label="${wanted}"] :is([data-value], [data-low])`) !== null, name);
    await this.waitForStatus('ready');
    return group;
  }

  /** [{ value, count, picked }] of a filter. */
  async options(name) {
    const group = await this.facet(name);
    const more = group.getByRole('button', { name: /^Show .* more$/ });
    if (await more.count()) {
      await more.first().click();
      await this.waitUntil(wanted => !/Show .* more/.test(document.querySelector(`details[aria-label="${wanted}"]`).innerText), name);
      await this.waitForStatus('ready');
    }
    return group.evaluate(element => [...element.querySelectorAll('[data-value]')].map(option => {
      const box = option.matches('input') ? option : option.querySelector('input');
      return { value: option.dataset.value, count: Number(option.dataset.count), picked: box.checked };
    }));
  }

  async pick(name, ...values) {
    const group = await this.facet(name);
    for (const value of values) {
      const option = group.locator(`[data-value=${JSON.stringify(value)}]`);
      if (!(await option.count())) await group.getByRole('button', { name: /all|more/i }).first().click();
      const box = option.getByRole('checkbox');
      await ((await box.count()) ? box.first() : option).click();
    }
  }

  /** Leaves a value out, or takes it in again. */
  async exclude(name, value) {
    const group = await this.facet(name);
    await group.locator(`[data-value=${JSON.stringify(value)}]`).getByRole('button', { name: /^not / }).click();
  }

  /** The amounts of a filter's values: { value: { currency: exact } }. */
  async amounts(name) {
    const group = await this.facet(name);
    return group.evaluate(element => Object.fromEntries([...element.querySelectorAll('[data-value]')].map(option =>
      [option.dataset.value, Object.fromEntries([...option.querySelectorAll('[data-amount]')].map(({ dataset }) => [dataset.currency, dataset.amount]))])));
  }

  /** Adds a filter for a column, or takes it away. */
  async addFilter(title) {
    await this.button('Add a filter').click();
    const dialog = this.tab.getByRole('dialog', { name: 'Add a filter' });
    await dialog.getByLabel('Find a column').fill(title.replace(/^Month of /, ''));
    await dialog.locator('label').filter({ has: this.tab.getByText(title, { exact: true }) }).getByRole('checkbox').click();
    await dialog.getByRole('button', { name: 'Close' }).click();
  }

  /** The bars of a range: [{ low, high, count }]. */
  async bins(name) {
    const group = await this.facet(name);
    return group.evaluate(element => [...element.querySelectorAll('[data-low]')].map(({ dataset }) => ({ low: dataset.low, high: dataset.high, count: Number(dataset.count) })));
  }

  /** Types an end of a range: `Total, at least`. */
  async setEnd(name, end, text) {
    const group = await this.facet(name);
    const input = group.getByLabel(`${name}, ${end}`, { exact: true });
    await input.fill(text);
    await input.blur();
  }

  line() { return this.tab.getByLabel('Filter line', { exact: true }); }

  /** What is wrong with the line: { at, text }; undefined if nothing is. */
  async lineProblem() {
    const found = this.tab.locator('[role=alert] [data-position]');
    return (await found.count()) ? { at: Number(await found.getAttribute('data-position')), text: await found.innerText() } : undefined;
  }

  /** The active filters in words, and the button that removes one. */
  async chips() {
    const list = this.tab.getByRole('list', { name: 'Active filters' });
    if (!(await list.count())) return [];
    const labels = await list.getByRole('button').evaluateAll(buttons => buttons.map(it => it.getAttribute('aria-label')));
    return labels.filter(Boolean).map(it => it.replace('Remove filter ', ''));
  }
  chip(words) { return this.button(`Remove filter ${words}`); }

  search(text) { return this.tab.getByLabel('Search', { exact: true }).fill(text); }
  setFrom(day) { return this.tab.getByLabel('From', { exact: true }).fill(day); }
  setTo(day) { return this.tab.getByLabel('To', { exact: true }).fill(day); }

  // ---- groups

  /** Groups lines by these, the outermost first. */
  async groupBy(...titles) {
    for (const [level, title] of titles.entries()) {
      await this.tab.getByLabel(['Group by', 'Then by', 'And then by'][level], { exact: true }).selectOption({ label: title });
    }
    await this.waitUntil(wanted => document.querySelector('table[aria-label^="Groups in"] th')?.textContent.startsWith(wanted), titles.join(' › '));
    await this.waitForStatus('ready');
  }

  /** The groups of each currency: { headings, rows: [{ level, value, label, cells }], total }, figures exact. */
  groups() {
    return this.tab.evaluate(() => Object.fromEntries([...document.querySelectorAll('table[aria-label^="Groups in"]')].map(table => {
      const exact = row => [...row.querySelectorAll('td[data-value]')].map(it => it.dataset.value);
      return [table.dataset.currency, {
        headings: [...table.tHead.rows[0].cells].map(it => it.textContent.replace(/ [↑↓]$/, '')),
        rows: [...table.tBodies[0].rows].map(row => ({
          level: Number(row.dataset.level), value: row.dataset.value, label: row.cells[0].textContent.replace(/^[▾▸] /, ''), cells: exact(row),
        })),
        total: exact(table.tFoot.rows[0]),
      }];
    })));
  }

  /** What changed in a currency: { periods, steps, difference }, all exact. */
  async changes(currency) {
    await this.waitUntil(wanted => document.querySelector(`table[aria-label^="From"][data-currency="${wanted}"]`) !== null, currency);
    return this.tab.evaluate(wanted => {
      const table = document.querySelector(`table[aria-label^="From"][data-currency="${wanted}"]`);
      const by = key => Object.fromEntries([...table.querySelectorAll(`tr[data-${key}]`)].map(it => [it.dataset[key], it.querySelector('[data-value]').dataset.value]));
      return { periods: by('period'), steps: by('cause'), difference: table.dataset.difference };
    }, currency);
  }

  figure(name) { return this.tab.getByRole('figure', { name, exact: true }); }
  bar(figure, value) { return this.figure(figure).locator(`button[data-value=${JSON.stringify(value)}]`).first(); }

  /** The bars, columns or areas of a chart: { value, amount, pressed }, amounts exact. */
  async bars(figure) {
    const buttons = this.figure(figure).locator('button[data-amount]');
    await buttons.first().waitFor();
    return buttons.evaluateAll(found => found.map(it => ({
      value: it.dataset.value, amount: it.dataset.amount, pressed: it.getAttribute('aria-pressed') === 'true',
    })));
  }

  /** What the page says of the files that a link was made with; undefined if it says nothing. */
  async madeWith() {
    const found = this.tab.locator('[data-made-with]');
    return (await found.count()) ? found.innerText() : undefined;
  }

  // ---- what leaves the page, at the user's wish

  /** The text that a download button saves. */
  async download(buttonName) {
    const [download] = await Promise.all([this.tab.waitForEvent('download'), this.button(buttonName).click()]);
    const bytes = fs.readFileSync(await download.path());
    return { name: download.suggestedFilename(), text: bytes.toString('utf8') };
  }

  async copyLink() {
    await this.button('Copy link').click();
    return this.tab.evaluate(() => navigator.clipboard.readText());
  }
}
