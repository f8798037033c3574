// Time to the summary by rows as an SVG, both axes logarithmic, one line for each system, its name at its end.

import { median } from './statistics.mjs';

const [WIDTH, HEIGHT] = [820, 440];
const FRAME = { left: 70, right: 620, top: 24, bottom: 380 };
const LABEL_PX = 17;
// Told apart on white and on black.
const COLOURS = ['#2f80ed', '#d97706', '#0f9d78', '#a855f7', '#e5484d'];
const GREY = '#8a8f98';

const escaped = text => text.replace(/[&<>]/g, it => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[it]);
const px = value => value.toFixed(1);
const round = n => n.toLocaleString('en');

function duration(millis) {
  return millis < 1000 ? `${millis} ms` : `${millis / 1000} s`;
}

/** A logarithmic scale over the whole powers of ten around `values`, or just over `values`. */
function scale(values, [from, to], wholePowers) {
  const logs = values.map(Math.log10);
  let [low, high] = [Math.min(...logs), Math.max(...logs)];
  if (wholePowers) [low, high] = [Math.floor(low), Math.ceil(high)];
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const at = value => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  const powers = Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, idx) => 10 ** (Math.ceil(low) + idx));
  return { at, powers };
}

function lines({ months, systems }) {
  const points = value => months.map(month => ({ x: month.nRows, y: value(month) })).filter(it => it.y !== undefined);
  return [
    ...systems.map(({ key, title }, idx) => ({
      title, colour: COLOURS[idx % COLOURS.length], isBold: key === 'reconlens', points: points(month => median(month.systems[key]?.loads ?? [])),
    })),
    { title: 'counting lines', colour: GREY, isDashed: true, points: points(month => median(month.baselines.map(it => it.count))) },
  ].filter(it => it.points.length);
}

/** Moves labels at the same end apart, from the top down. A line that ends early has its name in the midst of the others. */
function spread(labels) {
  const placed = [];
  for (const label of labels.toSorted((a, b) => a.y - b.y)) {
    const above = placed.filter(it => Math.abs(it.x - label.x) < 150).map(it => it.y);
    placed.push({ ...label, y: Math.max(label.y, ...above.map(it => it + LABEL_PX)) });
  }
  return placed;
}

export function loadPlot(results) {
  const all = lines(results);
  const points = all.flatMap(it => it.points);
  if (!points.length) throw new Error('nothing was loaded: no plot');
  const x = scale(points.map(it => it.x), [FRAME.left, FRAME.right], false);
  const y = scale(points.map(it => it.y), [FRAME.bottom, FRAME.top], true);
  const rows = [...new Set(points.map(it => it.x))];
  const labels = spread(all.map(({ title, colour, points: own }) => ({ x: x.at(own.at(-1).x) + 10, y: y.at(own.at(-1).y) + 4, title, colour })));
  const line = path => `<path class="line" d="${path}"/>`;
  const text = (left, base, anchor, words) => `<text x="${px(left)}" y="${px(base)}" text-anchor="${anchor}">${words}</text>`;
  const parts = [
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}" rx="8"/>`,
    ...y.powers.map(value => line(`M${FRAME.left} ${px(y.at(value))}H${FRAME.right}`) + text(FRAME.left - 8, y.at(value) + 4, 'end', duration(value))),
    ...rows.map(value => line(`M${px(x.at(value))} ${FRAME.top}V${FRAME.bottom}`) + text(x.at(value), FRAME.bottom + 20, 'middle', round(value))),
    text((FRAME.left + FRAME.right) / 2, FRAME.bottom + 44, 'middle', 'rows of 46 columns'),
    ...all.map(({ colour, isBold, isDashed, points: own }) => {
      const places = own.map(it => [px(x.at(it.x)), px(y.at(it.y))]);
      const dashes = isDashed ? ' stroke-dasharray="5 4"' : '';
      const corners = places.map(it => it.join(' ')).join('L');
      const path = `<path d="M${corners}" fill="none" stroke="${colour}" stroke-width="${isBold ? 3.5 : 2}"${dashes}/>`;
      return path + places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="${isBold ? 4.5 : 3.5}" fill="${colour}"/>`).join('');
    }),
    ...labels.map(it => `<text class="name" x="${px(it.x)}" y="${px(it.y)}" style="fill:${it.colour}">${escaped(it.title)}</text>`),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="Time from the file to the summary by rows">
<style>
  text { font: 13px system-ui, sans-serif; fill: #57606a; }
  .name { font-weight: 600; paint-order: stroke; stroke: #fff; stroke-width: 5; stroke-linejoin: round; }
  .paper { fill: #fff; }
  .line { stroke: #57606a; stroke-opacity: 0.25; }
  @media (prefers-color-scheme: dark) {
    text { fill: #a9b1bb; }
    .name { stroke: #0d1117; }
    .paper { fill: #0d1117; }
    .line { stroke: #a9b1bb; }
  }
</style>
${parts.join('\n')}
</svg>
`;
}
