// Figures of several runs as one.

const sorted = list => list.filter(Number.isFinite).toSorted((a, b) => a - b);

/** The value that `share` of the list does not exceed; `undefined` of an empty list. */
export function quantile(list, share) {
  const values = sorted(list);
  return values.at(Math.max(0, Math.ceil(values.length * share) - 1));
}

export const median = list => quantile(list, 0.5);
export const p95 = list => quantile(list, 0.95);
