// Makes the pictures of the README, docs/images/*.png, from dist and the sample data.
//
//   node scripts/screenshots.mjs        (after a build; needs playwright-core and Chromium)

import fs from 'node:fs';
import path from 'node:path';
import { launch, serveDist } from '../tests/e2e/browser.mjs';
import { REPOSITORY, made, sampleFiles, shared } from '../tests/e2e/files.mjs';
import { ReconPage } from '../tests/e2e/page.mjs';

const IMAGES = path.join(REPOSITORY, 'docs/images');
const DESKTOP = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

const nothing = async () => {};
const sampleMonth = async page => {
  await page.button('Try it with sample data').click();
  await page.waitUntilSettled(sampleFiles().length);
};
const troubled = page => page.load(
  shared('csv/nce_recon_docs_worked_examples_46.csv'),
  shared('neighbours/msphub-tool_sample.csv'),
  made('cut-off.json', '{ "items": [ { "pretaxTotal": 17.2'),
);

const ambiguous = page => page.load(made('abroad.csv',
  'CustomerId;CustomerName;Subtotal;TaxTotal;Total;EffectiveUnitPrice;Currency;ChargeStartDate\nC1;Kovács Őrs Kft.;12,5;0;12,5;1;EUR;01/09/2026\nC2;Łódź Sp.;1.234,5;0;1.234,5;1;EUR;01/09/2026\n'));
const reference = async page => {
  await page.button('What is this column?').click();
  const dialog = page.tab.getByRole('dialog', { name: 'What is this column?' });
  await dialog.getByText('Daily-rated usage').first().click();
};

const SHOTS = [
  ['empty', nothing, { ...DESKTOP, colorScheme: 'light' }],
  ['loaded-light', sampleMonth, { ...DESKTOP, colorScheme: 'light' }],
  ['loaded-dark', sampleMonth, { ...DESKTOP, colorScheme: 'dark' }],
  ['loaded-phone', sampleMonth, { ...PHONE, colorScheme: 'light' }],
  ['how-read', ambiguous, { ...DESKTOP, colorScheme: 'light' }],
  ['columns', reference, { ...DESKTOP, colorScheme: 'dark' }],
  ['error', troubled, { ...DESKTOP, colorScheme: 'light' }],
];

const server = await serveDist();
const browser = await launch();
try {
  fs.mkdirSync(IMAGES, { recursive: true });
  for (const [name, prepare, options] of SHOTS) {
    const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-US', ...options });
    const tab = await context.newPage();
    const page = new ReconPage(tab);
    await tab.goto(server.url);
    await page.waitForStatus('empty');
    await prepare(page);
    // Charts and the grid are drawn one answer after the status.
    await tab.waitForTimeout(500);
    await tab.screenshot({ path: path.join(IMAGES, `${name}.png`), animations: 'disabled' });
    if (page.errors.length) throw new Error(`${name}: ${page.errors.join('; ')}`);
    await context.close();
    console.log(`docs/images/${name}.png`);
  }
} finally {
  await browser.close();
  await server.close();
}
