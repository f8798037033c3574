// What the page must show for given files, worked out a second time with other tools than the page's own:
// csv-parse and decimal.js. Shares no code with the product; keep it that way.
//
//   const { rows, footers } = expectation(readFiles(paths));
//
// A row: { customerId, customerName, invoiceType, currency, period, lines, pretax, tax, total, stated? }, amounts exact.

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { Decimal } from 'decimal.js';

const D = Decimal.clone({ precision: 60 });
const ZERO = new D('0');

/** Columns by part, in lower case; the first that exists is taken. */
const KINDS = {
  'one-time': { type: 'OneTime', pretax: ['subtotal'], tax: ['taxtotal'], total: ['total', 'totalforcustomer'], currency: ['currency'], product: ['productname'] },
  'daily-rated': { type: 'OneTime', pretax: ['billingpretaxtotal'], tax: [], total: ['billingpretaxtotal'], currency: ['billingcurrency'], product: ['productname'], day: ['usagedate'] },
  license: { type: 'Recurring', pretax: ['subtotal'], tax: ['tax'], total: ['totalforcustomer'], currency: ['currency'], product: ['offername'] },
  usage: { type: 'Recurring', pretax: ['pretaxcharges'], tax: ['taxamount'], total: ['posttaxtotal'], currency: ['currency'], product: ['resourcename'] },
  'service-cost-lines': { type: undefined, pretax: ['pretaxtotal'], tax: ['tax'], total: ['aftertaxtotal'], currency: ['currencycode'], product: ['productname'] },
};
const OBJECT_TYPES = {
  OneTimeInvoiceLineItem: 'one-time', DailyRatedUsageLineItem: 'daily-rated', LicenseBasedLineItem: 'license', UsageBasedLineItem: 'usage',
  ServiceCostLineItem: 'service-cost-lines',
};

export const readFiles = paths => paths.map(file => ({ name: path.basename(file), bytes: fs.readFileSync(file) }));

/** An exact amount as the page prints it in data-value. */
export function exact(amount) {
  const value = new D(amount);
  return value.isZero() ? '0' : value.toFixed();
}

/** The text of an amount; undefined if it is not a number. A blank cell is no charge. */
export function readAmount(text = '') {
  const bare = text.trim().replace(/^(-?)\$/, '$1');
  if (bare === '') return ZERO;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(bare) ? new D(bare.replace(/^\+/, '')) : undefined;
}

/** JSON whose numbers stay the text that was written: 17.219999999999999 is not 17.22. */
export function parseRawJson(text) {
  const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
  return JSON.parse(text.replace(/^\ufeff/, '').replace(token, found => (found.startsWith('"') ? found : `"${found}"`)));
}

/** `2026-09-05` from `9/5/2026 0:00`, `09/05/2026` or an ISO date-time; undefined if there is no date. */
export function readDay(text = '') {
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text.trim());
  if (us) return `${us[3]}-${us[1].padStart(2, '0')}-${us[2].padStart(2, '0')}`;
  const day = /^\d{4}-\d{2}-\d{2}/.exec(text.trim())?.[0];
  return day === '0001-01-01' ? undefined : day;
}

const lowerKeys = record => Object.fromEntries(Object.entries(record).map(([key, value]) => [key.trim().toLowerCase(), value]));

function kindOfColumns(columns) {
  const has = (...names) => names.every(name => columns.includes(name));
  if (has('billingpretaxtotal', 'usagedate')) return 'daily-rated';
  if (has('billablequantity', 'effectiveunitprice', 'subtotal')) return 'one-time';
  if (has('syndicationpartnersubscriptionnumber', 'durableofferid')) return 'license';
  if (has('overagequantity', 'pretaxcharges')) return 'usage';
  if (has('pretaxtotal', 'aftertaxtotal', 'subscriptionfriendlyname')) return 'service-cost-lines';
  return undefined;
}

/** The records of a file: [{ kind, fields, lineNo }], the rows that do not fit, and the totals it states. */
function readRecords({ bytes }) {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  if (/^\s*[[{]/.test(text)) return readJson(text);

  const [header = [], ...rows] = parseCsv(text, { relax_column_count: true, skip_empty_lines: true });
  const columns = header.map(name => name.trim().toLowerCase());
  const kind = kindOfColumns(columns);
  if (!kind) return { records: [], quarantined: 0, stated: [] };
  const whole = rows.filter(row => row.length === columns.length);
  return {
    records: whole.map(row => ({ kind, fields: Object.fromEntries(columns.map((name, i) => [name, row[i]])) })),
    quarantined: rows.length - whole.length,
    stated: [],
  };
}

function readJson(text) {
  const root = parseRawJson(text);
  if (root.attributes?.objectType === 'ServiceCostsSummary') {
    const details = root.details ?? [{ invoiceType: 'Recurring', summary: root }];
    return { records: [], quarantined: 0, stated: details };
  }
  const items = Array.isArray(root) ? root : (root.items ?? []);
  const records = items.flatMap(item => {
    const kind = OBJECT_TYPES[item.attributes?.objectType] ?? kindOfColumns(Object.keys(lowerKeys(item)));
    return kind ? [{ kind, fields: lowerKeys(item) }] : [];
  });
  return { records, quarantined: 0, stated: [] };
}

/** One record as a line; undefined if an amount of it is not a number. */
function toLine({ kind, fields }, file) {
  const columns = KINDS[kind];
  const take = names => fields[names.find(name => fields[name] !== undefined)];
  const [pretax, tax, total] = [columns.pretax, columns.tax, columns.total].map(names => readAmount(take(names)));
  if (!pretax || !tax || !total) return undefined;
  const invoiceNumber = (fields.invoicenumber ?? '').trim();
  const byPrefix = /^[gt]/i.test(invoiceNumber) ? 'OneTime' : 'Recurring';
  return {
    kind, file, fields, invoiceNumber, pretax, tax, total,
    customerId: (fields.customerid ?? '').trim().toLowerCase(),
    customerName: (take(['customername', 'customercompanyname']) ?? '').trim(),
    invoiceType: columns.type ?? (fields.invoicetype || byPrefix),
    currency: (take(columns.currency) ?? '').trim(),
    chargeType: (fields.chargetype ?? '').trim(),
    product: (take(columns.product) ?? '').trim(),
    subscription: (fields.subscriptionid ?? '').trim(),
    start: readDay(take(['chargestartdate', 'startdate'])),
    end: readDay(take(['chargeenddate', 'enddate'])),
    day: readDay(take([...(columns.day ?? []), 'chargestartdate', 'startdate'])),
    cells: Object.values(fields).filter(value => typeof value === 'string'),
  };
}

/** The month in which most lines of the same file and invoice start; of equally frequent months the latest. */
function setPeriods(lines) {
  for (const group of groupBy(lines, line => JSON.stringify([line.file, line.invoiceNumber])).values()) {
    const months = groupBy(group.filter(line => line.start), line => line.start.slice(0, 7));
    const [period = ''] = [...months.keys()].sort((a, b) => months.get(b).length - months.get(a).length || (a < b ? 1 : -1));
    for (const line of group) line.period = period;
  }
}

/** Marks what another loaded file bills already. */
function setCounted(lines) {
  const numbersOf = (...kinds) => new Set(lines.filter(line => kinds.includes(line.kind) && line.invoiceNumber).map(line => line.invoiceNumber.toLowerCase()));
  const billed = numbersOf('one-time');
  const reconciled = numbersOf('one-time', 'license', 'usage');
  const licences = lines.filter(line => line.kind === 'license');
  const overlaps = (a, b) => a.start && b.start && a.start <= (b.end ?? b.start) && b.start <= (a.end ?? a.start);
  for (const line of lines) {
    const number = line.invoiceNumber.toLowerCase();
    const billedByLicence = () => line.invoiceType === 'Recurring' && licences.some(it => it.customerId === line.customerId && overlaps(it, line));
    line.counted = { 'daily-rated': () => !billed.has(number), 'service-cost-lines': () => !reconciled.has(number) && !billedByLicence() }[line.kind]?.() ?? true;
  }
}

function groupBy(values, keyOf) {
  const groups = new Map();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}

const total = (values, part) => values.reduce((sum, value) => sum.plus(value[part]), ZERO);
const totals = values => ({ pretax: exact(total(values, 'pretax')), tax: exact(total(values, 'tax')), total: exact(total(values, 'total')) });

/** Pairs each stated total with its row: of the same period if there are several, else of the latest. */
function addStated(rows, details) {
  for (const { invoiceType, summary } of details) {
    const stated = { pretax: exact(summary.pretaxTotal), tax: exact(summary.tax), total: exact(summary.afterTaxTotal) };
    const [customerId, currency] = [summary.customerId.toLowerCase(), summary.currencyCode ?? ''];
    const days = [summary.billingStartDate, summary.billingEndDate].map(text => readDay(text) ?? '');
    const [first, last] = days.map(day => day.slice(0, 7));
    const candidates = rows
      .filter(row => row.customerId === customerId && row.invoiceType === invoiceType && row.currency === currency && !row.stated)
      .sort((a, b) => (a.period < b.period ? 1 : -1));
    const row = candidates.find(it => it.period === first) ?? candidates.find(it => it.period === last) ?? candidates[0];
    if (row) row.stated = stated;
    else rows.push({ customerId, customerName: '', invoiceType, currency, period: days.join('..'), lines: 0, ...stated, stated });
  }
}

/** Everything the page must show for `files` ([{ name, bytes }]), for the lines that `keep` lets through. */
export function expectation(files, keep = () => true) {
  const digests = new Set();
  const fresh = files.filter(({ bytes }) => {
    const digest = createHash('sha256').update(bytes).digest('hex');
    return !digests.has(digest) && digests.add(digest);
  });
  const read = fresh.map(readRecords);
  const perFile = read.map(({ records }, file) => records.map(record => toLine(record, file)));
  const all = perFile.flat().filter(Boolean);
  setPeriods(all);
  setCounted(all);

  const lines = all.filter(keep);
  const key = line => JSON.stringify([line.customerId, line.invoiceType, line.currency, line.period]);
  const rows = [...groupBy(lines.filter(line => line.counted), key).values()].map(group => {
    const { customerId, invoiceType, currency, period } = group[0];
    const customerName = group.find(line => line.customerName)?.customerName ?? '';
    return { customerId, customerName, invoiceType, currency, period, lines: group.length, ...totals(group) };
  });
  addStated(rows, read.flatMap(({ stated }) => stated));
  rows.sort((a, b) => (rowKey(a) < rowKey(b) ? -1 : 1));
  return {
    rows,
    footers: footersOf(rows),
    lines,
    quarantined: fresh.map(({ name }, i) => ({ name, rows: read[i].quarantined + perFile[i].filter(line => !line).length })),
  };
}

export const rowKey = row => [row.customerId, row.invoiceType, row.currency, row.period].join('|');

function footersOf(rows) {
  return [...groupBy(rows, row => `${row.currency}|${row.invoiceType}`).values()]
    .map(group => ({ currency: group[0].currency, invoiceType: group[0].invoiceType, ...totals(group) }))
    .sort((a, b) => (`${a.currency}|${a.invoiceType}` < `${b.currency}|${b.invoiceType}` ? -1 : 1));
}
