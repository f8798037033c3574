// Put into every page before its own scripts: what only the page itself can see.

globalThis.bench = (() => {
  const longTasks = [];
  new PerformanceObserver(list => longTasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });

  const frame = () => new Promise(done => requestAnimationFrame(done));
  const lineItems = () => document.querySelector('[role=grid][aria-label="Line items"]');

  /** Whether every part of the grid of lines that is on the screen shows text. */
  function gridIsFilled() {
    const grid = lineItems();
    if (!grid) return false;
    if (Number(grid.getAttribute('aria-rowcount')) === 1) return true;
    const top = grid.querySelector('[role=columnheader]').getBoundingClientRect().bottom;
    const bottom = Math.min(grid.getBoundingClientRect().top + grid.clientHeight, innerHeight);
    let covered = top;
    const rows = [...grid.querySelectorAll('[role=row][aria-rowindex]')].filter(it => !it.hidden && it.getAttribute('aria-rowindex') !== '1');
    const places = rows.map(row => ({ row, place: row.getBoundingClientRect() })).filter(({ place }) => place.bottom > top && place.top < bottom);
    for (const { row, place } of places.toSorted((a, b) => a.place.top - b.place.top)) {
      // Between two rows there may be a border, but no gap.
      if (place.top > covered + 2 || !row.textContent.trim()) return false;
      covered = place.bottom;
    }
    const nRows = Number(grid.getAttribute('aria-rowcount')) - 1;
    return covered >= bottom - 2 || places.length >= nRows;
  }

  return {
    frame,
    lineItems,
    gridIsFilled,

    /** The longest task of the main thread since `start`; tasks below 50 ms are not told by the browser. */
    async longestTaskSince(start) {
      // The observer hears of a task a moment after it.
      await new Promise(done => setTimeout(done, 200));
      const durations = longTasks.filter(it => it.startTime + it.duration > start).map(it => it.duration);
      return Math.max(0, ...durations);
    },

    /** Looks at every frame for `millis`: when it came, and whether the grid was filled in it. */
    async watchGrid(millis) {
      const frames = [];
      const end = performance.now() + millis;
      for (;;) {
        const time = await frame();
        frames.push({ time, isFilled: gridIsFilled(), top: lineItems().scrollTop });
        if (performance.now() > end) return frames;
      }
    },
  };
})();
