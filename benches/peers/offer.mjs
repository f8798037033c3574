// The calls that the page of every peer offers, each with the milliseconds it took in the page.
//
//   start()          brings the library up; not counted, as ReconLens is up, too, when a file arrives
//   load(file)       the summary: [{ customer, currency, lines, Subtotal, TaxTotal, Total }], amounts as text
//   ask(question)    sums per customer and the first 100 rows by Total of the rows that match; resolves to their number
//   search(needle)   the same of the rows with `needle` in any text column, in any case, in the file's order

async function timed(work) {
  const start = performance.now();
  const answer = await work();
  return { millis: performance.now() - start, answer };
}

export function offer({ start, load, ask, search }) {
  globalThis.peer = {
    ready: start(),
    load: file => timed(() => load(file)),
    ask: question => timed(() => ask(question)),
    search: needle => timed(() => search(needle)),
  };
}

/** The columns that hold numbers; all others are text. */
export const NUMBERS = ['UnitPrice', 'Quantity', 'Subtotal', 'TaxTotal', 'Total', 'EffectiveUnitPrice', 'BillableQuantity', 'PCToBCExchangeRate'];
export const AMOUNTS = ['Subtotal', 'TaxTotal', 'Total'];
export const N_FIRST_ROWS = 100;

/** The columns of a file, by its first line. */
export async function columnsOf(file) {
  const text = await file.slice(0, 64 * 1024).text();
  return text.slice(0, text.search(/\r?\n/)).split(',');
}

const PIECE_BYTES = 128 * 1024 * 1024;
const NEWLINE = 10;

/**
 * The bytes of `file` in pieces of whole lines, the first with the heading: no engine holds a text of more than 512 MiB. The
 * months that are measured have no line end inside a cell.
 */
export async function* piecesOf(file) {
  for (let start = 0; start < file.size;) {
    const bytes = new Uint8Array(await file.slice(start, start + PIECE_BYTES).arrayBuffer());
    const isLast = start + bytes.length === file.size;
    const piece = isLast ? bytes : bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1);
    yield piece;
    start += piece.length;
  }
}
