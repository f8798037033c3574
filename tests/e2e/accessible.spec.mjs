// axe on every state of the page, in light and dark, on a desktop, on a phone, and magnified.
//
// The page's policy forbids to insert a script, and to lift it (`bypassCSP`) would test another page. What a debugger evaluates
// is not bound by the policy: axe comes in that way, after the state is reached, so that the page itself runs as it is.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';
import { site } from './browser.mjs';
import { STATES } from './states.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const EVERYTHING = {
  rules: {
    // Off by default, as it is of WCAG 2.2: targets of 24 pixels, or with room around them.
    'target-size': { enabled: true },
  },
};
const COLOURS = { runOnly: ['color-contrast', 'link-in-text-block'] };
const DESKTOP = { width: 1280, height: 800 };
const NARROW = { width: 320, height: 640 };
// What is left of 1280 x 800 at a magnification of 200 %.
const MAGNIFIED = { width: 640, height: 400 };

const visit = site();
const ruleIds = new Set();

/** What axe finds, one text a rule. */
async function findings(tab, options) {
  const { ran, violations } = await tab.evaluate(async wanted => {
    const results = await globalThis.axe.run(document, { ...wanted, resultTypes: ['violations'] });
    return {
      ran: [...results.passes, ...results.violations, ...results.incomplete, ...results.inapplicable].map(it => it.id),
      violations: results.violations.map(({ id, help, nodes }) =>
        [`${id}: ${help}`, ...nodes.slice(0, 5).map(it => `  ${it.html.slice(0, 200)}\n    ${it.failureSummary.replaceAll('\n', ' ')}`)].join('\n')),
    };
  }, options);
  ran.forEach(id => ruleIds.add(id));
  return violations;
}

async function looksRight(page) {
  const { tab } = page;
  await tab.evaluate(AXE);
  const found = [];
  const note = (where, texts) => found.push(...texts.map(it => `${where}: ${it}`));
  for (const viewport of [DESKTOP, MAGNIFIED, NARROW]) {
    await tab.setViewportSize(viewport);
    note(`${viewport.width} px`, await findings(tab, EVERYTHING));
    const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (overflow > 0) note(`${viewport.width} px`, [`the page is ${overflow} px too wide`]);
  }
  // In the dark only the colours differ, and they do not depend on the width.
  await tab.setViewportSize(DESKTOP);
  await tab.emulateMedia({ colorScheme: 'dark' });
  note('dark', await findings(tab, COLOURS));
  assert.deepEqual(found, [], found.join('\n'));
}

for (const { name, title, before, fragment, starts, prepare } of STATES) {
  test(`${name}: ${title}`, () => visit(async page => {
    await prepare(page);
    await looksRight(page);
  }, { reducedMotion: 'reduce', colorScheme: 'light', viewport: DESKTOP, beforeOpening: before, fragment, starts }));
}

test('axe has run its rules', t => {
  t.diagnostic(`${ruleIds.size} rules of axe`);
  assert.ok(ruleIds.size >= 90, `${ruleIds.size}`);
});
