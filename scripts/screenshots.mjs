// Takes the gallery: every state of the page in light and dark, on a desktop and on a phone, as docs/images/*.png, and the
// page docs/gallery.md that shows them. From dist, the sample data and the states that the tests look at, too.
//
//   node scripts/screenshots.mjs [STATE…]        (after a build; all of them, or those named)

import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { launch, serveDist } from '../tests/e2e/browser.mjs';
import { REPOSITORY } from '../tests/e2e/files.mjs';
import { ReconPage } from '../tests/e2e/page.mjs';
import { STATES } from '../tests/e2e/states.mjs';

const IMAGES = path.join(REPOSITORY, 'docs/images');
const SCREENS = [
  { suffix: '', options: { viewport: { width: 1280, height: 800 } } },
  { suffix: '-phone', options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
];
const SCHEMES = ['light', 'dark'];
// A palette is a third of the size, and text on plain ground does not show it.
const SMALL = { palette: true, colours: 96, effort: 10, compressionLevel: 9 };

const fileName = (state, scheme, { suffix }) => `${state.name}-${scheme}${suffix}.png`;

async function photograph(browser, url, state, screen) {
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-US', colorScheme: 'light', ...screen.options });
  const tab = await context.newPage();
  const page = new ReconPage(tab);
  await state.before?.(tab);
  await tab.goto(url + (state.fragment ?? ''), { waitUntil: state.starts ? 'commit' : 'load' });
  await page.waitForStatus(state.starts ?? 'empty');
  await state.prepare(page);
  await tab.mouse.move(0, 0);
  // Charts and rows are drawn a moment after the status.
  await tab.waitForTimeout(500);
  for (const colorScheme of SCHEMES) {
    await tab.emulateMedia({ colorScheme });
    const file = path.join(IMAGES, fileName(state, colorScheme, screen));
    fs.writeFileSync(file, await sharp(await tab.screenshot({ animations: 'disabled' })).png(SMALL).toBuffer());
    console.log(path.relative(REPOSITORY, file));
  }
  if (page.errors.length) throw new Error(`${state.name}: ${page.errors.join('; ')}`);
  await context.close();
}

function galleryText() {
  const [desktop, phone] = SCREENS;
  const picture = (state, scheme, screen, width) =>
    `<img src="images/${fileName(state, scheme, screen)}" width="${width}" alt="${state.title}, ${scheme}${screen === phone ? ', on a phone' : ''}">`;
  const sections = STATES.map(state => [
    `## ${state.title[0].toUpperCase()}${state.title.slice(1)}`, '',
    ...SCHEMES.map(scheme => `${picture(state, scheme, desktop, 560)} ${picture(state, scheme, phone, 165)}`), '',
  ].join('\n'));
  return `# Gallery\n\nEvery state of the page, 1280 and 390 pixels wide. Made by \`make screenshots\`.\n\n${sections.join('\n')}`;
}

const wanted = process.argv.slice(2);
const server = await serveDist();
const browser = await launch();
try {
  fs.mkdirSync(IMAGES, { recursive: true });
  for (const state of STATES.filter(({ name }) => !wanted.length || wanted.includes(name))) {
    for (const screen of SCREENS) await photograph(browser, server.url, state, screen);
  }
  fs.writeFileSync(path.join(REPOSITORY, 'docs/gallery.md'), galleryText());
} finally {
  await browser.close();
  await server.close();
}
