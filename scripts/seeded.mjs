// Numbers that look random and are the same on every machine, for files that scripts make.

/** mulberry32: small, seeded, the same everywhere. Yields integers below `limit`. */
export function seeded(seed) {
  let state = seed;
  return limit => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}
