// Measures ReconLens and its peers on one machine in one run: `make bench`, or after a build `node benches/run.mjs`.
// Writes target/bench/results.json after every step, so that an interrupted run leaves what it has.
//
//   ROWS=10000,100000,1000000   sizes of the months                SYSTEMS=reconlens,duckdb   which systems; all without it
//   RUNS=3                      loads of each system and size       QUESTIONS=20               questions of each sort
//   LIMIT_SECONDS=180           after which a load or a question counts as not done; after a sixth of it no further question of
//                               the same sort is put

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { serve } from '../scripts/serve.mjs';
import { baselines } from './browser/baselines.mjs';
import { bundle } from './browser/bundle.mjs';
import { memoryBytes } from './browser/memory.mjs';
import { peers } from './browser/peer.mjs';
import { reconLens } from './browser/recon-lens.mjs';
import { scroll } from './browser/scroll.mjs';
import { browserVersion, visit } from './browser/visit.mjs';
import { exactness } from './exactness.mjs';
import { FOLDER, REPOSITORY, month } from './month.mjs';
import { buildPeers } from './peers/build.mjs';
import { NEEDLES, questions } from './questions.mjs';

const { ROWS = '10000,100000,1000000', RUNS, LIMIT_SECONDS = '180', QUESTIONS = '20', SYSTEMS } = process.env;
const LIMIT_MILLIS = Number(LIMIT_SECONDS) * 1000;
const ALL_SYSTEMS = [reconLens, ...peers];
const keys = SYSTEMS ? SYSTEMS.split(',') : ALL_SYSTEMS.map(it => it.key);
const systems = ALL_SYSTEMS.filter(it => keys.includes(it.key));
if (systems.length !== keys.length) throw new Error(`SYSTEMS knows ${ALL_SYSTEMS.map(it => it.key)}`);
// A file of gigabytes takes minutes, and varies less.
const runsOf = nRows => Number(RUNS ?? (nRows > 1_000_000 ? 1 : 3));
const N_SEARCHES_OF_EACH = 2;

const git = (...words) => execFileSync('git', words, { cwd: REPOSITORY, encoding: 'utf8' }).trim();
const say = (...words) => console.log(...words);

const machine = async () => ({
  cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: os.availableParallelism(),
  memoryBytes: os.totalmem(),
  system: `${os.type()} ${os.release()}`,
  chromium: await browserVersion(),
  node: process.version,
  date: new Date().toISOString().slice(0, 10),
  commit: git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--', 'src', 'style', 'public', 'benches') ? ' and uncommitted changes' : ''),
});

/** The words of an error without the driver's and without the trace. */
const wordsOf = error => error.message.replace(/^page\.evaluate: (Error: )?/, '').split('\n')[0];

/** Runs `work` once for each of the inputs, one after the other, and for no further one after `budgetMillis`. */
async function each(inputs, work, budgetMillis) {
  const answers = [];
  const end = performance.now() + budgetMillis;
  for (const input of inputs) if (performance.now() < end) answers.push(await work(input));
  return answers;
}

/** Asks everything; a sort of question that takes too long, or fails, is kept as its error. */
async function interrogate({ tab, within }, driver, asked, result) {
  const now = () => tab.evaluate(() => performance.now());
  await within(LIMIT_MILLIS, driver.prepare(asked));
  const repeated = needles => Array.from({ length: N_SEARCHES_OF_EACH }, () => needles).flat();
  const sorts = [
    ...Object.entries(asked).map(([sort, list]) => [`filter: ${sort}`, list, it => driver.ask(it)]),
    ...Object.entries(NEEDLES).map(([sort, list]) => [`search: ${sort}`, repeated(list), it => driver.search(it)]),
  ];
  // One of each sort goes first and is not counted: a person waits for no just-in-time compiler twice.
  for (const [sort, list, put] of sorts) {
    try {
      await within(LIMIT_MILLIS, put(list.at(-1)));
      const start = await now();
      const answers = await each(list, it => within(LIMIT_MILLIS, put(it)), LIMIT_MILLIS / 6);
      const longestTask = await tab.evaluate(it => globalThis.bench.longestTaskSince(it), start);
      result.questions[sort] = { nAsked: list.length, answers, longestTask };
    } catch (error) {
      result.questions[sort] = { error: wordsOf(error) };
    }
  }
}

/** One run of one system: a fresh browser, one load; the first run is also asked questions. */
async function measure(system, { file, sums }, asked, result, isFirst) {
  const server = await serve({ root: system.root });
  try {
    await visit(server.url, async ({ browser, tab, within }) => {
      const driver = system.drive(tab);
      await within(60_000, driver.ready());
      const before = await memoryBytes(browser, tab);
      const start = await tab.evaluate(() => performance.now());
      const { millis, answer } = await within(LIMIT_MILLIS, driver.load(file));
      result.loads.push(millis);
      if (answer !== undefined) result.loadAnswers.push(answer);
      result.longestTasks.push(await tab.evaluate(it => globalThis.bench.longestTaskSince(it), start));
      const after = await memoryBytes(browser, tab);
      if (before !== undefined) result.memoryBytes.push(after - before);
      if (!isFirst) return;
      result.exactness = exactness(await driver.summary(), sums);
      await interrogate({ tab, within }, driver, asked, result);
      if (driver.showAll) {
        await within(LIMIT_MILLIS, driver.showAll());
        result.scroll = await within(LIMIT_MILLIS, scroll(tab));
      }
    });
  } finally {
    await server.close();
  }
}

/** What a system fetches until it can take a file. */
async function measureBundle(system) {
  const files = [];
  const server = await serve({ root: system.root, onFile: it => files.push(it) });
  try {
    await visit(server.url, async ({ tab, within }) => {
      await within(60_000, system.drive(tab).ready());
      await tab.waitForLoadState('networkidle');
    });
  } finally {
    await server.close();
  }
  return bundle(system.root, files);
}

async function main() {
  if (systems.includes(reconLens) && !fs.existsSync(path.join(reconLens.root, 'index.html'))) throw new Error('dist/ is missing: run `make dist`');
  fs.mkdirSync(FOLDER, { recursive: true });
  const versions = await buildPeers(keys);
  const results = {
    machine: await machine(),
    options: { limitSeconds: Number(LIMIT_SECONDS), nQuestions: Number(QUESTIONS) },
    systems: systems.map(({ key, title }) => ({ key, title })),
    versions,
    bundles: {},
    months: [],
  };
  const save = () => fs.writeFileSync(path.join(FOLDER, 'results.json'), `${JSON.stringify(results, null, 1)}\n`);
  for (const nRows of ROWS.split(',').map(Number)) {
    const data = month(nRows);
    const asked = questions(data.sums, Number(QUESTIONS));
    const found = { nRows, sizeBytes: data.sizeBytes, baselines: [], systems: {} };
    results.months.push(found);
    for (let run = 0; run < runsOf(nRows); run += 1) {
      // In turns: what slows the machine down for a while slows down all of them.
      found.baselines.push(await baselines(data, LIMIT_MILLIS));
      say(`${nRows} rows, run ${run + 1}: lines counted in ${found.baselines.at(-1).count.toFixed(0)} ms`);
      for (const system of systems) {
        found.systems[system.key] ??= { loads: [], loadAnswers: [], longestTasks: [], memoryBytes: [], questions: {} };
        const result = found.systems[system.key];
        // What failed once at a size is not waited for again.
        if (result.error) continue;
        try {
          await measure(system, data, asked, result, run === 0);
          say(`  ${system.title}: ${result.loads.at(-1).toFixed(0)} ms`);
        } catch (error) {
          result.error = wordsOf(error);
          say(`  ${system.title}: ${result.error}`);
        }
        save();
      }
    }
  }
  for (const system of systems) {
    say(`size of ${system.title}`);
    try {
      results.bundles[system.key] = await measureBundle(system);
    } catch (error) {
      say(`  ${wordsOf(error)}`);
    }
    save();
  }
}

// Browsers are ended along with the process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
await main();
