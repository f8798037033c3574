// What a page holds in memory: the renderers of its browser, which run its workers, too.

import fs from 'node:fs';

const GARBAGE_MILLIS = 20_000;

const soon = promise => Promise.race([promise, new Promise(done => setTimeout(done, GARBAGE_MILLIS))]);

/** Has page and workers drop what nobody holds. A worker that is too busy to do it is left alone. */
async function collectGarbage(tab) {
  const collect = () => globalThis.gc?.();
  await Promise.allSettled([tab, ...tab.workers()].map(it => soon(it.evaluate(collect))));
}

/** A process's share of physical memory: pages that several processes share count in parts. */
function processBytes(pid) {
  const text = fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB$/m.exec(text)[1]) * 1024;
}

/** Bytes of all renderers of `browser`; `undefined` where the system does not tell. */
export async function memoryBytes(browser, tab) {
  if (!fs.existsSync('/proc/self/smaps_rollup')) return undefined;
  await collectGarbage(tab);
  // Freed pages go back to the system a moment later.
  await new Promise(done => setTimeout(done, 1000));
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(it => it.type === 'renderer').reduce((sum, { id }) => sum + processBytes(id), 0);
}
