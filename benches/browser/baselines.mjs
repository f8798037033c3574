// The unit of the ratios: how long this browser takes to read the file in a worker, and to count its lines there.

import path from 'node:path';
import { serve } from '../../scripts/serve.mjs';
import { REPOSITORY } from '../month.mjs';
import { visit } from './visit.mjs';

/** Milliseconds of `{ read, count }`. */
export async function baselines({ file, nRows }, limitMillis) {
  const server = await serve({ root: path.join(REPOSITORY, 'benches/browser/baselines') });
  try {
    return await visit(server.url, async ({ tab, within }) => {
      await tab.getByLabel('Choose files').setInputFiles(file);
      const measure = work => tab.evaluate(async wanted => {
        const worker = new Worker('./worker.mjs', { type: 'module' });
        const answer = () => new Promise((done, failed) => {
          worker.onmessage = ({ data }) => done(data);
          worker.onerror = failed;
        });
        await answer();
        const start = performance.now();
        worker.postMessage({ file: document.querySelector('input').files[0], work: wanted });
        const n = await answer();
        const millis = performance.now() - start;
        worker.terminate();
        return { millis, n };
      }, work);
      // Not counted: brings the file into the system's memory, where it is for all that follow.
      await within(limitMillis, measure('read'));
      const read = await within(limitMillis, measure('read'));
      const count = await within(limitMillis, measure('count'));
      if (count.n !== nRows + 1) throw new Error(`the baseline counted ${count.n} lines of ${nRows + 1}`);
      return { read: read.millis, count: count.millis };
    });
  } finally {
    await server.close();
  }
}
