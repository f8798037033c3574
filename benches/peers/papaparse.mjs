// PapaParse and crossfilter2 work in a worker (papaparse.worker.mjs), so that the page stays free.

import { callsInto } from './calls.mjs';
import { offer } from './offer.mjs';

const worker = new Worker('./worker.js', { type: 'module' });
offer(callsInto(worker, ['start', 'load', 'ask', 'search']));
