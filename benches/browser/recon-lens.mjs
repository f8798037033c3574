// ReconLens, driven through its contract for automation (README): controls, links and performance marks.

import path from 'node:path';
import { ReconPage } from '../../tests/e2e/page.mjs';
import { REPOSITORY } from '../month.mjs';

/** Shows the view of `fragment`; how long the answer took, and how long until its rows were on the screen. */
async function showView(fragment) {
  const { bench } = globalThis;
  const end = 'reconlens:query-end';
  performance.clearMarks();
  const answered = new Promise(done => new PerformanceObserver((list, observer) => {
    if (!list.getEntriesByName(end).length) return;
    observer.disconnect();
    done();
  }).observe({ type: 'mark' }));
  const start = performance.now();
  location.hash = fragment;
  await answered;
  // Not before the next frame: until then the rows of the earlier answer may stand there.
  do await bench.frame(); while (!bench.gridIsFilled());
  await bench.frame();
  await bench.frame();
  const pixels = performance.now() - start;
  const last = name => performance.getEntriesByName(name).at(-1).startTime;
  return { answer: last(end) - last('reconlens:query-start'), pixels, nRows: Number(bench.lineItems().getAttribute('aria-rowcount')) - 1 };
}

/** Whether the newest question is answered. */
function isAnswered() {
  const last = name => performance.getEntriesByName(name).at(-1)?.startTime ?? 0;
  return last('reconlens:query-end') >= last('reconlens:query-start');
}

class Driver {
  constructor(tab) {
    this.tab = tab;
    this.page = new ReconPage(tab);
    this.codes = new Map();
  }

  ready() { return this.page.waitForStatus('empty'); }

  /** Milliseconds from the file's arrival to the complete summary: `answer` in the page's hands, `millis` on the screen. */
  async load(file) {
    const done = this.tab.evaluate(async () => {
      const end = 'reconlens:summary-ready';
      const refused = () => document.documentElement.dataset.status === 'error';
      while (!performance.getEntriesByName(end).length && !refused()) await new Promise(next => setTimeout(next, 20));
      if (refused()) throw new Error('the page refused the file');
      const [start] = performance.getEntriesByName('reconlens:load-start');
      const since = name => performance.getEntriesByName(name).at(-1).startTime - start.startTime;
      return { millis: since(end), answer: since('reconlens:query-end') };
    });
    await this.page.choose(file);
    return done;
  }

  async summary() {
    const { rows } = await this.page.summary();
    return rows.map(row => ({ customer: row.customerId, currency: row.currency, lines: row.lines, Subtotal: row.pretax, TaxTotal: row.tax, Total: row.total }));
  }

  /** Finds the codes by which links name customers: picks each once and reads the link. */
  async prepare(asked) {
    await this.tab.evaluate(() => globalThis.bench.lineItems().scrollIntoView({ block: 'center' }));
    for (const customer of new Set([...asked.one, ...asked.ten].flatMap(it => it.customers))) {
      await this.page.pick('Customer', customer);
      this.codes.set(customer, /customer=([^&]*)/.exec(this.page.fragment())[1]);
      await this.page.waitUntil(isAnswered);
      await this.tab.evaluate(showView, 'v=1');
    }
    await this.tab.evaluate(() => globalThis.bench.lineItems().scrollIntoView({ block: 'center' }));
  }

  ask({ customers, from, to, charge }) {
    const codes = customers.map(it => this.codes.get(it)).join('.');
    return this.tab.evaluate(showView, `v=1&customer=${codes}&charge=${charge}&from=${from}&to=${to}&sort=-Total`);
  }

  search(needle) { return this.tab.evaluate(showView, `v=1&q=${encodeURIComponent(needle)}`); }

  async showAll() { await this.tab.evaluate(showView, 'v=1'); }
}

export const reconLens = {
  key: 'reconlens',
  title: 'ReconLens',
  root: path.join(REPOSITORY, 'dist'),
  drive: tab => new Driver(tab),
};
