// A fling through the grid of lines: frames in which a part of it was blank, and frames that came late.

const FLING_MILLIS = 3000;
const SPEED_PX_PER_SECOND = 10_000;
/** Two frames at 60 a second, and a little. */
const LATE_MILLIS = 34;

export async function scroll(tab) {
  const grid = tab.getByRole('grid', { name: 'Line items', exact: true });
  await grid.scrollIntoViewIfNeeded();
  const box = await grid.boundingBox();
  const session = await tab.context().newCDPSession(tab);
  const watching = tab.evaluate(millis => globalThis.bench.watchGrid(millis), FLING_MILLIS);
  const gesture = session.send('Input.synthesizeScrollGesture', {
    x: Math.round(box.x + box.width / 2),
    y: Math.round(box.y + Math.min(box.height / 2, 200)),
    yDistance: (-SPEED_PX_PER_SECOND * FLING_MILLIS) / 1000,
    speed: SPEED_PX_PER_SECOND,
    gestureSourceType: 'mouse',
  });
  const frames = await watching;
  await gesture;
  await session.detach();
  const gaps = frames.slice(1).map((it, idx) => it.time - frames[idx].time);
  return {
    nFrames: frames.length,
    nBlank: frames.filter(it => !it.isFilled).length,
    nLate: gaps.filter(it => it > LATE_MILLIS).length,
    longestGap: Math.max(...gaps),
    scrolledPx: frames.at(-1).top - frames[0].top,
  };
}
