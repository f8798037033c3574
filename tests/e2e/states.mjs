// The states that the page can be in, and how a person brings it there: for what is checked or photographed in each of them.

import assert from 'node:assert/strict';
import { eventually } from './browser.mjs';
import { LICENSE, bigDailyFile, made, oneTimeFile, sampleFiles, twoMonths } from './files.mjs';

const HELD_BYTES = 80_000_000;
let heldFile;

/** Makes a tab that can stop in the middle: what the reading worker says once a file is being read never arrives. */
const holdWorker = tab => tab.addInitScript(() => {
  const Real = globalThis.Worker;
  globalThis.Worker = class extends Real {
    constructor(...options) {
      super(...options);
      // The first listener of all: it comes before the page's own.
      this.addEventListener('message', event => {
        if (document.querySelector('[data-file][data-state=reading] progress')) event.stopImmediatePropagation();
      });
    }
  };
});

/** Holds back the page's own program, so that what stands in index.html stays. */
const holdProgram = tab => tab.route(/app-[^/]*_bg\.wasm$/, () => {});

const sampleMonth = async page => {
  await page.button('Try it with sample data').click();
  await page.waitUntilSettled(sampleFiles().length);
  // The grid is made last.
  await eventually(async () => assert.ok((await page.lineCount()) > 0));
};

const toTop = locator => locator.evaluate(element => element.parentElement.scrollIntoView({ block: 'start' }));

const dialog = name => async page => {
  await page.button(name).click();
  await eventually(async () => assert.equal(await page.tab.locator('dialog[open]').count(), 1));
};

const contacts = () => made('contacts.csv', 'Id,Name,Phone\n1,Adele,555-0100\n');

const abroad = () => made('abroad.csv', 'CustomerId;CustomerName;Subtotal;TaxTotal;Total;EffectiveUnitPrice;Currency;ChargeStartDate\n'
  + 'C1;Kovács Őrs Kft.;1,234;0;1,234;1;EUR;01/09/2026\nC2;Łódź Sp.;2;0;2;1;EUR;01/09/2026\n');

/**
 * Each has a name, what a reader of the gallery sees, and `prepare(page)`, which starts at the page as it opens. `before(tab)`
 * comes before the page is opened, at `fragment`; `starts` is the status that it then gets to.
 */
export const STATES = [
  { name: 'starting', title: 'before the program is there', before: holdProgram, starts: 'loading', prepare: async () => {} },
  { name: 'empty', title: 'nothing opened', prepare: async () => {} },
  {
    name: 'loading', title: 'a file is being read', before: holdWorker, prepare: async page => {
      heldFile ??= bigDailyFile('G052146399-daily-rated.csv', HELD_BYTES);
      await page.choose(heldFile);
      await page.waitUntil(() => document.querySelector('[data-file][data-state=reading] progress') !== null);
    },
  },
  {
    name: 'loaded', title: 'the sample month', prepare: async page => {
      await sampleMonth(page);
      await toTop(page.tab.getByLabel('Search', { exact: true }));
    },
  },
  {
    name: 'filtered', title: 'filtered by currency, charge type, days and a searched text', prepare: async page => {
      await sampleMonth(page);
      const all = await page.lineCount();
      await page.pick('Currency', 'EUR');
      await page.pick('Charge type', 'new');
      await page.setFrom('2026-09-02');
      await page.search('müller');
      await eventually(async () => assert.ok((await page.lineCount()) < all));
      await toTop(page.tab.getByLabel('Search', { exact: true }));
    },
  },
  {
    name: 'no-match', title: 'no row matches the filters', prepare: async page => {
      await sampleMonth(page);
      await page.search('nothing is called like this');
      await eventually(async () => assert.equal(await page.lineCount(), 0));
      await page.tab.getByText('No row matches').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'notice', title: 'a link of a later version, without its files', fragment: '#v=7&shape=round&currency=EUR', prepare: async page => {
      await eventually(async () => assert.match(await page.tab.getByRole('status', { name: 'Notices' }).innerText(), /not understood/));
    },
  },
  {
    name: 'error', title: 'the only file is refused', prepare: async page => {
      await page.load(contacts());
      await page.waitForStatus('error');
    },
  },
  {
    name: 'troubled', title: 'good files, refused ones, and rows put aside', prepare: async page => {
      await page.load(LICENSE, contacts(), made('cut-off.json', '{ "items": [ { "pretaxTotal": 17.2'),
        oneTimeFile('bad-rows.csv', [{}, { Subtotal: '12,34,5x' }, {}, { TaxTotal: 'n/a' }]));
      await eventually(async () => assert.equal((await page.quarantinedRows()).length, 2));
    },
  },
  {
    name: 'how-read', title: 'how a file was read, and what a person may decide', prepare: async page => {
      await page.load(abroad());
      await page.openFileList();
      await page.tab.getByText('How this file was read').first().scrollIntoViewIfNeeded();
      await eventually(async () => assert.ok(await page.tab.getByRole('combobox', { name: 'Numbers' }).isVisible()));
    },
  },
  {
    name: 'charts', title: 'charts along time, a day picked', prepare: async page => {
      await sampleMonth(page);
      const [first] = (await page.bars('Daily usage')).filter(it => it.amount !== '0');
      await page.bar('Daily usage', first.value).click();
      await eventually(async () => assert.ok((await page.bars('Daily usage')).some(it => it.pressed)));
      await toTop(page.figure('Cost over time'));
    },
  },
  {
    name: 'products', title: 'products by their part of the whole', prepare: async page => {
      await sampleMonth(page);
      await page.figure('Cost by product').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'link-awaits', title: 'a link that says which files to drop', fragment: '#v=1&type=OneTime&files=one-time;G052146300;18;Qf2x0a,daily-rated;G052146301;573;9sLkd2',
    prepare: async page => eventually(async () => assert.match(await page.madeWith(), /drop them/)),
  },
  {
    name: 'discreet', title: 'names and amounts hidden while a screen is shared', prepare: async page => {
      await sampleMonth(page);
      await page.button('Hide names and amounts').click();
    },
  },
  {
    name: 'charts-as-tables', title: 'charts as tables', prepare: async page => {
      await sampleMonth(page);
      for (const name of ['Cost by customer', 'Cost by charge type']) await page.figure(name).getByRole('button', { name: 'Show as table' }).first().click();
      await page.figure('Cost by charge type').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'changed', title: 'what changed from one month to the next', prepare: async page => {
      await page.load(...twoMonths());
      await page.changes('EUR');
      await page.tab.getByRole('button', { name: /^Price and days charged/ }).click();
      await toTop(page.tab.getByRole('heading', { name: 'What changed' }));
    },
  },
  {
    name: 'groups', title: 'lines in groups, with subtotals', prepare: async page => {
      await sampleMonth(page);
      await page.groupBy('Customer', 'Product');
      await page.table('Groups in EUR').getByRole('button', { expanded: false }).first().click();
      await eventually(async () => assert.ok((await page.groups()).EUR.rows.some(it => it.level === 1)));
      await toTop(page.tab.getByLabel('Group by', { exact: true }));
    },
  },
  {
    name: 'pivot', title: 'products by charge type, side by side', prepare: async page => {
      await sampleMonth(page);
      await page.groupBy('Product');
      await page.tab.getByLabel('Side by side').selectOption({ label: 'Charge type' });
      await eventually(async () => assert.ok((await page.groups()).EUR.headings.includes('new')));
      await toTop(page.tab.getByLabel('Group by', { exact: true }));
    },
  },
  {
    name: 'filters-open', title: 'every filter open', prepare: async page => {
      await sampleMonth(page);
      for (const name of ['Customer', 'Invoice type', 'Currency', 'Charge type', 'Product', 'Subscription']) await page.facet(name);
      await (await page.facet('Customer')).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'line-items', title: 'line items, with the active cell', prepare: async page => {
      await sampleMonth(page);
      const grid = page.tab.getByRole('grid', { name: 'Line items' });
      await grid.scrollIntoViewIfNeeded();
      await grid.focus();
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.tab.keyboard.press(key);
    },
  },
  {
    name: 'pinned-columns', title: 'line items with pinned columns, scrolled sideways', prepare: async page => {
      await sampleMonth(page);
      await dialog('Columns')(page);
      await page.tab.getByRole('dialog', { name: 'Choose columns' }).getByRole('button', { name: 'Pin ChargeType' }).click();
      await page.tab.keyboard.press('Escape');
      await eventually(async () => assert.match(page.fragment(), /pins=/));
      const grid = page.tab.getByRole('grid', { name: 'Line items' });
      await grid.scrollIntoViewIfNeeded();
      await grid.evaluate(it => { it.scrollLeft = 500; });
    },
  },
  {
    name: 'row', title: 'every field of a row', prepare: async page => {
      await sampleMonth(page);
      await page.tab.getByRole('grid', { name: 'Line items' }).focus();
      for (const key of ['ArrowDown', 'Enter']) await page.tab.keyboard.press(key);
      await eventually(async () => assert.ok(await page.tab.locator('dialog[open] [role=table], dialog[open] table, dialog[open] dl').first().isVisible()));
    },
  },
  {
    name: 'add-filter', title: 'a filter for any column', prepare: async page => {
      await sampleMonth(page);
      await dialog('Add a filter')(page);
    },
  },
  {
    name: 'saved-views', title: 'views kept under a name', prepare: async page => {
      await sampleMonth(page);
      await page.pick('Currency', 'EUR');
      await dialog('Saved views')(page);
      for (const name of ['Euro', 'Euro, for the ledger']) {
        await page.tab.getByLabel('Name of the present view').fill(name);
        await page.tab.keyboard.press('Enter');
        await eventually(async () => assert.ok(await page.button(name).isVisible()));
      }
    },
  },
  {
    name: 'exports', title: 'more to save and print', prepare: async page => {
      await sampleMonth(page);
      await page.groupBy('Customer');
      await dialog('More to save and print')(page);
    },
  },
  {
    name: 'without-names', title: 'what rows without names will hold', prepare: async page => {
      await sampleMonth(page);
      await dialog('More to save and print')(page);
      await page.button('Share without names').click();
      await eventually(async () => assert.ok(await page.tab.getByRole('table', { name: 'What becomes of the columns' }).isVisible()));
    },
  },
  {
    name: 'keys', title: 'the list of keys', prepare: async page => {
      await sampleMonth(page);
      await page.tab.keyboard.press('?');
      await eventually(async () => assert.ok(await page.tab.getByRole('dialog', { name: 'Keys' }).isVisible()));
    },
  },
  { name: 'reference', title: 'what a column means', prepare: async page => {
    await dialog('What is this column?')(page);
    await page.tab.locator('dialog[open]').getByText('Daily-rated usage').first().click();
  } },
  {
    name: 'choose-columns', title: 'choosing columns', prepare: async page => {
      await sampleMonth(page);
      await dialog('Columns')(page);
    },
  },
];
