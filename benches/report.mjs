// Writes docs/performance.md and docs/images/performance.svg from target/bench/results.json: `node benches/report.mjs`.

import fs from 'node:fs';
import path from 'node:path';
import { FOLDER, REPOSITORY } from './month.mjs';
import { loadPlot } from './plot.mjs';
import { median, p95 } from './statistics.mjs';

const results = JSON.parse(fs.readFileSync(path.join(FOLDER, 'results.json'), 'utf8'));
const { machine, options, systems, versions, bundles, months } = results;

// ---- words for figures

const NOT_MEASURED = 'not measured';
const count = n => n.toLocaleString('en');
const megabytes = bytes => (bytes === undefined ? NOT_MEASURED : `${count(Number((bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)))} MB`);
const kilobytes = bytes => `${count(Math.round(bytes / 1000))} kB`;
const times = ratio => `${ratio.toFixed(ratio < 10 ? 1 : 0)}×`;

function millis(value) {
  if (value === undefined) return NOT_MEASURED;
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`;
  return `${count(Number(value.toFixed(value < 10 ? 1 : 0)))} ms`;
}

/** Tasks under 50 ms are not told by the browser. */
const task = value => (value === undefined ? NOT_MEASURED : value === 0 ? 'under 50 ms' : millis(value));

function table(headings, rows) {
  const line = cells => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map((_, idx) => (idx ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

const monthHeading = it => `${count(it.nRows)} rows, ${megabytes(it.sizeBytes)}`;

/** A table of all systems by all months; `cell(result, month)` is asked of what was done. */
const bySystem = (cell, before = []) => table(['', ...months.map(monthHeading)], [
  ...before,
  ...systems.map(({ key, title }) => [title, ...months.map(it => cellOf(it.systems[key], it, cell))]),
]);

function cellOf(result, month, cell) {
  if (!result) return NOT_MEASURED;
  const text = cell(result, month);
  return text ?? (result.error ? 'not done' : NOT_MEASURED);
}

// ---- sections

const counted = month => median(month.baselines.map(it => it.count));
const baseline = (title, key) => [title, ...months.map(it => millis(median(it.baselines.map(one => one[key]))))];

const loadCell = (all, month) => (all?.length ? `${millis(median(all))} (${times(median(all) / counted(month))})` : undefined);

/** What ReconLens alone does: it draws what it found. */
const undrawn = () => systems.filter(it => it.key === 'reconlens')
  .map(({ key, title }) => [`${title}, before it is drawn`, ...months.map(it => cellOf(it.systems[key], it, found => loadCell(found.loadAnswers, it)))]);

const loads = () => bySystem(
  ({ loads: all }, month) => loadCell(all, month),
  [baseline('reading it, touching no byte', 'read'), baseline('counting its lines', 'count'), ...undrawn()],
);

function exactnessCell({ exactness: it }) {
  if (!it) return undefined;
  if (it.isExact) return 'exact';
  return `${count(it.nOff)} of ${count(it.nCustomers)} customers off, by ${it.worst} at most`;
}

/** Median and 95th percentile of the answers to the questions of the sorts `of`. */
function answersCell(of, key) {
  return ({ questions }) => {
    const sorts = Object.entries(questions).filter(([sort]) => sort.startsWith(of));
    if (sorts.some(([, it]) => it.error)) return 'not done';
    const values = sorts.flatMap(([, it]) => it.answers.map(one => one[key])).filter(Number.isFinite);
    return values.length ? `${millis(median(values))}, ${millis(p95(values))}` : undefined;
  };
}

const answers = (heading, of) => table([`${heading}: median, 95th percentile`, ...months.map(monthHeading)], systems.flatMap(({ key, title }) => {
  const row = (name, value) => [name, ...months.map(it => cellOf(it.systems[key], it, answersCell(of, value)))];
  return key === 'reconlens' ? [row(title, 'answer'), row(`${title}, on the screen`, 'pixels')] : [row(title, 'answer')];
}));

function longestTasks() {
  const longest = (result, of) => {
    const tasks = Object.entries(result.questions).filter(([sort]) => sort.startsWith(of)).map(([, it]) => it.longestTask).filter(it => it !== undefined);
    return tasks.length ? Math.max(...tasks) : undefined;
  };
  return bySystem(result => {
    if (!result.longestTasks.length) return undefined;
    return `${task(Math.max(...result.longestTasks))}; ${task(longest(result, 'filter'))}; ${task(longest(result, 'search'))}`;
  });
}

const memory = () => bySystem(({ memoryBytes }, { sizeBytes }) => {
  const bytes = median(memoryBytes);
  return bytes === undefined ? undefined : `${megabytes(bytes)} (${(bytes / sizeBytes).toFixed(2)}×)`;
});

const sizes = () => table(['', 'with brotli', 'unpacked', 'files'], systems.map(({ key, title }) => {
  if (!bundles[key]) return [title, NOT_MEASURED, NOT_MEASURED, NOT_MEASURED];
  const { brotli, bytes, files } = bundles[key];
  return [title, kilobytes(brotli), kilobytes(bytes), files.length];
}));

const scrolls = () => table(['', 'frames', 'with a blank row', 'late', 'longest wait for a frame'], months.map(it => {
  const found = it.systems.reconlens?.scroll;
  return [monthHeading(it), ...(found ? [found.nFrames, found.nBlank, found.nLate, millis(found.longestGap)] : Array(4).fill(NOT_MEASURED))];
}));

/** Where the systems found different numbers of rows: then they were not asked the same. */
function disagreements() {
  const lines = [];
  for (const { nRows, systems: found } of months) {
    const answered = systems.filter(it => found[it.key]);
    for (const sort of new Set(answered.flatMap(it => Object.keys(found[it.key].questions)))) {
      const numbers = answered.map(({ key, title }) => ({ title, list: (found[key].questions[sort]?.answers ?? []).map(it => it.nRows) }));
      // One that was stopped answered the first questions only.
      const differing = numbers.filter(({ list }) => numbers.some(other => list.some((n, idx) => idx < other.list.length && n !== other.list[idx])));
      if (differing.length) lines.push(`- ${count(nRows)} rows, ${sort}: ${differing.map(it => `${it.title} ${it.list.join(' ')}`).join('; ')}.`);
    }
  }
  return lines.length ? `The systems found different numbers of rows, so these figures compare little:\n\n${lines.join('\n')}`
    : 'To every question all systems that answered it found the same number of rows.';
}

function failures() {
  const lines = months.flatMap(month => systems.flatMap(({ key, title }) => {
    const result = month.systems[key];
    const say = (what, why) => `- ${title}, ${count(month.nRows)} rows, ${what}: ${why}`;
    if (!result) return [say('all', NOT_MEASURED)];
    return [
      ...(result.error ? [say(result.loads.length ? 'after loading' : 'loading', result.error)] : []),
      ...Object.entries(result.questions).flatMap(([sort, { error, answers: list, nAsked }]) => {
        if (error) return [say(sort, error)];
        return list.length < nAsked ? [say(sort, `${list.length} of ${nAsked} questions, the others would have taken too long`)] : [];
      }),
    ];
  }));
  return lines.length ? lines.join('\n') : 'Nothing: every system did everything.';
}

const runs = () => months.map(it => `${it.baselines.length} at ${count(it.nRows)} rows`).join(', ');
const peerVersions = () => Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ');

const text = `# Performance

Made by \`make bench\` on ${machine.date} at commit ${machine.commit}: ${machine.cpu}, ${machine.cores} cores,
${Math.round(machine.memoryBytes / 2 ** 30)} GiB of memory, ${machine.system}, Chromium ${machine.chromium} without a window and without a graphics card.
Beside ReconLens: ${peerVersions()}.

## From the file to the summary

![Time to the summary by rows](images/performance.svg)

A line that ends early could not be drawn further: see [what could not be done](#what-could-not-be-done).

${loads()}

In brackets: how many times as long as counting the file's lines in a worker of the same browser (\`indexOf(10)\` over slices of
4 MiB). That is the least a program can do that looks at every byte; the ratio says more than the milliseconds, which
are this machine's. Medians of loads: ${runs()}.

The summary is the number of lines and the sums of \`Subtotal\`, \`TaxTotal\` and \`Total\` for every customer and currency. ReconLens
also reads every cell, checks the rows, finds how numbers and dates are written, counts the values of all filters and
draws the page in that time. The others do the bare sums.

## Are the sums right?

${bySystem(exactnessCell)}

Every customer's three sums and its lines, compared digit by digit with those the month was made with. "Off" is what binary
floating point makes of money.

## Filters

A range of days, one charge type, and one or ten customers:

${answers('one customer', 'filter: one')}

${answers('ten customers', 'filter: ten')}

The answer is the sums per customer of the rows that match, and the first 100 of them by \`Total\`. ReconLens's time runs from the
change of the link to the worker's answer, which has the counts of all filters, charts and checks, too; the second line
runs to the second frame after all visible rows have their text, and is at least three frames (50 ms) for that.
${options.nQuestions} questions of each sort, each with another customer, after one that is not counted.

## Search

A text anywhere in any column, in any case:

${answers('in many rows', 'search: common')}

${answers('in few rows', 'search: rare')}

${answers('in no row', 'search: absent')}

When a person types, ReconLens waits 150 ms for the next key before it searches; that is not in it.

${disagreements()}

## Memory

${memory()}

What the renderer processes of the browser hold more than before the file came, after a collection of garbage (the
proportional set size that Linux tells). In brackets: of the file's size.

## Longest task of the main thread

${longestTasks()}

While loading; while filtering; while searching. A page does not answer to a click for so long. The peers draw nothing and work in
workers, to which only Perspective's client hands the file's bytes from the page.

## Size

${sizes()}

Everything that is fetched until the page can take a file: page, styles, scripts, WebAssembly, worker. Brotli at its strongest.

## Scrolling

${scrolls()}

Three seconds through "Line items" at 10,000 pixels a second. A frame is late if it comes more than 34 ms after the one before. A
row is blank if it is on the screen without its text.

## What could not be done

${failures()}

A load or a question had ${options.limitSeconds} s; after a sixth of that no further question of the same sort was put.

## How it was measured

- The month: a one-time file of 46 columns and 500 customers, made by \`benches/make-month.mjs\` from a fixed seed, so the same bytes
  everywhere.
- Every load has a browser process of its own, and the systems take turns, so that a slow minute of the machine meets all of them.
  The page is open and its library is up before the file comes. Files come through the page's file input.
- ReconLens is the built page, driven through its [contract for automation](../README.md#contract-for-automation): the marks
  \`reconlens:load-start\`, \`reconlens:summary-ready\`, \`reconlens:query-start\` and \`reconlens:query-end\`, links, and the grid's rows.
- DuckDB-WASM: the file's handle is registered, \`read_csv\` with all columns and types given (amounts \`DECIMAL(18,6)\`, one date,
  else text) into a table, SQL for the rest; search is \`ILIKE\` over the text columns.
- Perspective: a table with a schema, the file's bytes in pieces of 128 MiB; the 64-bit engine above 256 MiB. Views with \`group_by\`,
  filters and \`contains\`.
- PapaParse streams the file into objects in a worker; crossfilter2 has dimensions for customer, charge type, day, total and row.
- Arquero: \`fromCSV\` without guessing types in a worker, pieces of 128 MiB joined by \`concat\`.

To repeat it: \`make bench\`. \`ROWS=10000 RUNS=1 SYSTEMS=reconlens,duckdb make bench\` is a short one, \`ROWS=5000000\` needs 4 GB of disk;
\`benches/run.mjs\` lists all settings. \`node benches/report.mjs\` writes this page anew from \`target/bench/results.json\`.
`;

fs.mkdirSync(path.join(REPOSITORY, 'docs/images'), { recursive: true });
fs.writeFileSync(path.join(REPOSITORY, 'docs/performance.md'), text);
fs.writeFileSync(path.join(REPOSITORY, 'docs/images/performance.svg'), loadPlot(results));
console.log('docs/performance.md, docs/images/performance.svg');
