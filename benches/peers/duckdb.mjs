// DuckDB-WASM as its documentation advises: the file is registered by its handle and read by the database's own worker;
// all columns are named with their types, so that nothing is sniffed; amounts are decimals.

import * as duckdb from '@duckdb/duckdb-wasm';
import { AMOUNTS, N_FIRST_ROWS, NUMBERS, columnsOf, offer } from './offer.mjs';

const address = name => new URL(name, location.href).href;
// The widest decimal that fits a machine word.
const DECIMAL = 'DECIMAL(18,6)';
const DAY = 'ChargeStartDate';

let db;
let connection;
let texts;

async function start() {
  const bundle = await duckdb.selectBundle({
    mvp: { mainModule: address('duckdb-mvp.wasm'), mainWorker: address('duckdb-browser-mvp.worker.js') },
    eh: { mainModule: address('duckdb-eh.wasm'), mainWorker: address('duckdb-browser-eh.worker.js') },
  });
  db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(bundle.mainWorker));
  await db.instantiate(bundle.mainModule);
  connection = await db.connect();
}

const quoted = text => `'${text.replaceAll("'", "''")}'`;
const typeOf = column => (AMOUNTS.includes(column) ? DECIMAL : column === DAY ? 'DATE' : 'VARCHAR');
const sums = AMOUNTS.map(it => `sum(${it})::VARCHAR AS ${it}`).join(', ');
const summary = where => `SELECT CustomerId AS customer, Currency AS currency, count(*)::INTEGER AS lines, ${sums} FROM lines ${where} GROUP BY ALL`;
const rowsOf = async sql => (await connection.query(sql)).toArray();

async function load(file) {
  await db.registerFileHandle('month.csv', file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
  const columns = await columnsOf(file);
  texts = columns.filter(it => typeOf(it) === 'VARCHAR' && !NUMBERS.includes(it));
  const types = columns.map(it => `${quoted(it)}: ${quoted(typeOf(it))}`).join(', ');
  await connection.query(`CREATE TABLE lines AS SELECT * FROM read_csv('month.csv', auto_detect = false, header = true, delim = ',',
    quote = '"', escape = '"', dateformat = '%m/%d/%Y', columns = {${types}})`);
  return (await rowsOf(summary(''))).map(it => it.toJSON());
}

async function answer(where, order) {
  const groups = await rowsOf(summary(where));
  await rowsOf(`SELECT * FROM lines ${where} ${order} LIMIT ${N_FIRST_ROWS}`);
  return groups.reduce((n, it) => n + it.lines, 0);
}

const ask = ({ customers, from, to, charge }) => answer(
  `WHERE CustomerId IN (${customers.map(quoted)}) AND ${DAY} BETWEEN ${quoted(from)} AND ${quoted(to)} AND ChargeType = ${quoted(charge)}`,
  'ORDER BY Total DESC',
);

const search = needle => answer(`WHERE ${texts.map(it => `${it} ILIKE ${quoted(`%${needle}%`)}`).join(' OR ')}`, '');

offer({ start, load, ask, search });
