// The files that the specs drop, and small ones made on the spot.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const SHARED = path.join(REPOSITORY, 'tests/fixtures/shared');
const SAMPLE = path.join(REPOSITORY, 'public/sample');

export const shared = name => path.join(SHARED, name);
export const sample = name => path.join(SAMPLE, name);

export const ONE_TIME = shared('csv/nce_recon_docs_worked_examples_46.csv');
export const LICENSE = shared('csv/legacy_license_docs_examples_28.csv');
export const USAGE = shared('csv/legacy_usage_docs_examples_42.csv');
export const SERVICE_COSTS = shared('rest-json/service_costs_summary_1.json');
export const SERVICE_COST_LINES = shared('rest-json/service_cost_line_items_1.json');

/** Shared samples that hold charges or stated totals. */
export const BILLING_SAMPLES = [
  ONE_TIME, LICENSE, USAGE, SERVICE_COSTS, SERVICE_COST_LINES,
  ...['invoice_line_items_1', 'invoice_line_items_2', 'billed_daily_rated_1', 'unbilled_daily_rated_1', 'unbilled_recon_1'].map(name => shared(`rest-json/${name}.json`)),
];

export const sampleFiles = () => JSON.parse(fs.readFileSync(sample('index.json'), 'utf8')).files.map(({ name }) => sample(name));

/** Sample files of which each line counts: no daily file, nothing of the API beside the CSVs. */
export const INDEPENDENT_SAMPLES = [
  'Reconciliation-G052146300-closed.csv', 'Reconciliation-G052146301-closed.csv', 'Reconciliation-G052146302-closed.csv',
  'D0400K7QPZ-license-based.csv', 'D0400K7QPZ-usage-based.csv',
].map(sample);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reconlens-e2e-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

/** Writes a file of this name and content, and gives its path. */
export function made(name, content) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, content);
  return file;
}

export const csvText = rows => rows.map(row => row.map(cell => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',') + '\r\n').join('');

/** A one-time file of one line per entry, each entry a set of cells that differ from the documented first line. */
export function oneTimeFile(name, entries) {
  const [header, first] = fs.readFileSync(ONE_TIME, 'utf8').split(/\r?\n/);
  const columns = header.split(',');
  // Only the first line's customer name and price text are quoted.
  const cells = [...first.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, columns.length).map(([, cell]) => cell.replace(/^"|"$/g, '').replaceAll('""', '"'));
  const rows = entries.map(entry => columns.map((column, i) => entry[column] ?? cells[i]));
  return made(name, csvText([columns, ...rows]));
}

/** A file of about `bytes` bytes: the sample's daily rows over and over. */
export function bigDailyFile(name, bytes) {
  const file = path.join(folder, name);
  const text = fs.readFileSync(sample('G052146301_BilledUsage_c000.csv'), 'utf8').replaceAll('G052146301', 'G052146399');
  const [header, rows] = [text.slice(0, text.indexOf('\n') + 1), text.slice(text.indexOf('\n') + 1)];
  const out = fs.openSync(file, 'w');
  fs.writeSync(out, header);
  for (let written = 0; written < bytes; written += Buffer.byteLength(rows)) fs.writeSync(out, rows);
  fs.closeSync(out);
  return file;
}

/** Two months of one partner: of seven products one stays, and each of the others changes in its own way. */
export function twoMonths() {
  const month = (month, rate, lines) => oneTimeFile(`Reconciliation-G00000000${month}-closed.csv`, lines.map(([product, charge, quantity, amount], idx) => ({
    InvoiceNumber: `G00000000${month}`, ProductName: product, SkuName: product, ChargeType: charge, CustomerName: 'Fabrikam Freight',
    SubscriptionId: `00000000-0000-4000-8000-${product.length.toString().padStart(12, '0')}`, ReferenceId: `r${month}${idx}`,
    ChargeStartDate: `${month}/1/2026`, ChargeEndDate: `${month}/28/2026`, Quantity: quantity, BillableQuantity: quantity,
    Subtotal: amount, TaxTotal: '0', Total: amount, PricingCurrency: 'USD', PCToBCExchangeRate: rate,
  })));
  return [
    month(8, '0.9', [
      ['Visio Plan 2', 'cycleCharge', '1', '13.50'], ['Exchange Online (Plan 1)', 'cycleCharge', '20', '72.00'],
      ['Microsoft 365 Business Premium', 'cycleCharge', '10', '198.00'], ['Azure plan', 'new', '1', '812.40'], ['Power BI Pro', 'cycleCharge', '6', '54.00'],
    ]),
    month(9, '0.92', [
      ['Exchange Online (Plan 1)', 'cycleCharge', '20', '73.60'], ['Microsoft 365 Business Premium', 'cycleCharge', '10', '202.40'],
      ['Microsoft 365 Business Premium', 'addQuantity', '5', '101.20'], ['Azure plan', 'new', '1', '901.17'], ['Azure plan', 'customerCredit', '-1', '-50.00'],
      ['Power BI Pro', 'cycleCharge', '6', '77.28'], ['Microsoft 365 Copilot', 'new', '4', '110.40'],
    ]),
  ];
}
