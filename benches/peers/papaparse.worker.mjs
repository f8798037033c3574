// PapaParse streams the file into objects, crossfilter2 keeps the groups up to date under the filters.

import crossfilter from 'crossfilter2';
import Papa from 'papaparse';
import { answerCalls } from './calls.mjs';
import { AMOUNTS, N_FIRST_ROWS, NUMBERS } from './offer.mjs';

let rows;
let texts;
let lines;
let by;
let groups;

/** Days of the file, 9/5/2026, as numbers that compare: 20260905. */
function dayNumber(text) {
  const [month, day, year] = text.split('/');
  return Number(year) * 10_000 + Number(month) * 100 + Number(day);
}

const parsed = file => new Promise((done, failed) => {
  const all = [];
  Papa.parse(file, {
    header: true,
    skipEmptyLines: true,
    dynamicTyping: Object.fromEntries(AMOUNTS.map(it => [it, true])),
    chunk: ({ data }) => { for (const row of data) all.push(row); },
    complete: () => done(all),
    error: failed,
  });
});

const noSums = () => ({ lines: 0, Subtotal: 0, TaxTotal: 0, Total: 0 });
const change = sign => (sums, row) => {
  sums.lines += sign;
  for (const key of AMOUNTS) sums[key] += sign * row[key];
  return sums;
};

async function load(file) {
  rows = await parsed(file);
  rows.forEach((row, idx) => { row.idx = idx; });
  texts = Object.keys(rows[0]).filter(it => it !== 'idx' && !NUMBERS.includes(it));
  lines = crossfilter(rows);
  by = {
    customer: lines.dimension(it => it.CustomerId),
    charge: lines.dimension(it => it.ChargeType),
    day: lines.dimension(it => dayNumber(it.ChargeStartDate)),
    total: lines.dimension(it => it.Total),
    idx: lines.dimension(it => it.idx),
    // A group ignores the filter of its own dimension, so the groups have one that is never filtered.
    group: lines.dimension(it => `${it.CustomerId} ${it.Currency}`),
  };
  groups = by.group.group().reduce(change(1), change(-1), noSums);
  return groups.all().map(({ key, value }) => {
    const [customer, currency] = key.split(' ');
    const amounts = AMOUNTS.map(it => [it, String(value[it])]);
    return { customer, currency, lines: value.lines, ...Object.fromEntries(amounts) };
  });
}

const nRows = () => groups.all().reduce((n, it) => n + it.value.lines, 0);

function ask({ customers, from, to, charge }) {
  by.idx.filterAll();
  if (customers.length === 1) by.customer.filterExact(customers[0]);
  else by.customer.filterFunction(it => customers.includes(it));
  by.charge.filterExact(charge);
  const [first, last] = [from, to].map(it => Number(it.replaceAll('-', '')));
  by.day.filterRange([first, last + 1]);
  by.total.top(N_FIRST_ROWS);
  return nRows();
}

function search(needle) {
  for (const dimension of Object.values(by)) dimension.filterAll();
  const wanted = needle.toLowerCase();
  by.idx.filterFunction(idx => texts.some(key => rows[idx][key].toLowerCase().includes(wanted)));
  by.idx.bottom(N_FIRST_ROWS);
  return nRows();
}

answerCalls({ start: () => {}, load, ask, search });
