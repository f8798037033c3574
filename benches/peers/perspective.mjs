// Perspective parses CSV in its own worker. The table has a schema, so that nothing is guessed, and takes the file in
// pieces of bytes.

import perspective from '@perspective-dev/client';
import { AMOUNTS, N_FIRST_ROWS, NUMBERS, columnsOf, offer, piecesOf } from './offer.mjs';

// Its 32-bit engine is the faster one, but has 4 GiB at most: big files take the other.
const ENGINES = { small: 'perspective-server.wasm', big: 'perspective-server.memory64.wasm' };
const BIG_BYTES = 256 * 1024 * 1024;
const DAY = 'ChargeStartDate';

let client;
let table;
let texts;

perspective.init_client(fetch('./perspective-js.wasm'));

async function startEngine(engine) {
  perspective.init_server(fetch(`./${engine}`));
  client = await perspective.worker();
}

const start = () => startEngine(ENGINES.small);

const typeOf = column => (AMOUNTS.includes(column) ? 'float' : column === DAY ? 'datetime' : 'string');

/** What `work` makes of a view; views are deleted, or every later change would keep them up to date. */
async function ofView(config, work) {
  const view = await table.view(config);
  try {
    return await work(view);
  } finally {
    await view.delete();
  }
}

async function summary(filter) {
  const config = {
    ...filter,
    group_by: ['CustomerId', 'Currency'],
    columns: [...AMOUNTS, 'PartnerId'],
    aggregates: { ...Object.fromEntries(AMOUNTS.map(it => [it, 'sum'])), PartnerId: 'count' },
  };
  const rows = await ofView(config, view => view.to_json());
  // Among them are the sums of all and of each customer over all currencies.
  return rows.filter(it => it.__ROW_PATH__.length === 2);
}

async function load(file) {
  if (file.size > BIG_BYTES) await startEngine(ENGINES.big);
  const columns = await columnsOf(file);
  texts = columns.filter(it => typeOf(it) === 'string' && !NUMBERS.includes(it));
  table = await client.table(Object.fromEntries(columns.map(it => [it, typeOf(it)])));
  const heading = new TextEncoder().encode(`${columns}\n`);
  let isFirst = true;
  for await (const piece of piecesOf(file)) {
    const bytes = isFirst ? piece : await new Blob([heading, piece]).bytes();
    const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
    await table.update(whole, { format: 'csv' });
    isFirst = false;
  }
  return (await summary({})).map(({ __ROW_PATH__: [customer, currency], PartnerId, ...amounts }) => {
    const printed = AMOUNTS.map(it => [it, String(amounts[it])]);
    return { customer, currency, lines: PartnerId, ...Object.fromEntries(printed) };
  });
}

async function answer(filter, sort) {
  const groups = await summary(filter);
  await ofView({ ...filter, sort }, view => view.to_json({ start_row: 0, end_row: N_FIRST_ROWS }));
  return groups.reduce((n, it) => n + it.PartnerId, 0);
}

const ask = ({ customers, from, to, charge }) => answer({
  filter: [['CustomerId', 'in', customers], ['ChargeType', '==', charge], [DAY, '>=', from], [DAY, '<=', to]],
}, [['Total', 'desc']]);

const search = needle => answer({ filter: texts.map(it => [it, 'contains', needle]), filter_op: 'or' }, []);

offer({ start, load, ask, search });
