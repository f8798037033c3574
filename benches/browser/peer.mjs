// Drives the page of a peer: all pages offer the same calls (benches/peers/offer.mjs) and take their own time.

import path from 'node:path';
import { PEERS, sitesFolder } from '../peers/build.mjs';

class Driver {
  constructor(tab) { this.tab = tab; }

  async ready() { await this.tab.evaluate(() => globalThis.peer.ready); }

  async load(file) {
    await this.tab.getByLabel('Choose files').setInputFiles(file);
    const { millis, answer } = await this.tab.evaluate(() => globalThis.peer.load(document.querySelector('input').files[0]));
    this.rows = answer;
    return { millis };
  }

  async summary() { return this.rows; }
  async prepare() {}

  async #timed(call, argument) {
    const { millis, answer } = await this.tab.evaluate(([name, value]) => globalThis.peer[name](value), [call, argument]);
    return { answer: millis, nRows: answer };
  }

  ask(question) { return this.#timed('ask', question); }
  search(needle) { return this.#timed('search', needle); }
}

export const peers = PEERS.map(({ key, title }) => ({ key, title, root: path.join(sitesFolder, key), drive: tab => new Driver(tab) }));
