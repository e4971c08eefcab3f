/** Width and height of the plot in its own units; the browser stretches it. */
export const plotWidth = 1_000;
export const plotHeight = 100;

/** The path of a line. Gaps stay gaps; a value without neighbours is a dot, which round caps show. */
export function linePath(xs: readonly number[], values: readonly (number | null)[], top: number): string {
  let path = "";
  let pen = false;
  values.forEach((value, at) => {
    if (value === null) {
      pen = false;
      return;
    }
    const place = `${coordinate(xs[at] ?? 0)} ${heightOf(value, top)}`;
    const alone = !pen && (values[at + 1] ?? null) === null;
    path += `${pen ? "L" : "M"}${place}${alone ? "h.01" : ""}`;
    pen = true;
  });
  return path;
}

/** The paths of bands that stand on each other, first at the bottom; of a `share` chart they fill the height. */
export function bandPaths(
  xs: readonly number[],
  lines: readonly (readonly (number | null)[])[],
  top: number,
  share: boolean,
): string[] {
  const floors = xs.map(() => 0);
  const totals = xs.map((_, at) => lines.reduce((sum, values) => sum + (values[at] ?? 0), 0));
  return lines.map((values) => {
    let path = "";
    let from = 0;
    for (let at = 0; at <= xs.length; at += 1) {
      const known = at < xs.length && (values[at] ?? null) !== null && !(share && totals[at] === 0);
      if (known) continue;
      if (at > from) path += bandPath(xs, values, { floors, totals, from, to: at }, top, share);
      from = at + 1;
    }
    values.forEach((value, at) => {
      floors[at] = (floors[at] ?? 0) + (value ?? 0);
    });
    return path;
  });
}

/** One stretch without gaps, `to` excluded. */
function bandPath(
  xs: readonly number[],
  values: readonly (number | null)[],
  part: {
    readonly floors: readonly number[];
    readonly totals: readonly number[];
    readonly from: number;
    readonly to: number;
  },
  top: number,
  share: boolean,
): string {
  const { floors, totals, from, to } = part;
  const height = (value: number, at: number) => heightOf(share ? value / (totals[at] ?? 1) : value, top);
  // A stretch of a single point is as wide as it needs to be to be seen.
  const x = (at: number, end: boolean) => coordinate((xs[at] ?? 0) + (to - from === 1 ? (end ? 1.5 : -1.5) : 0));
  const places = Array.from({ length: to - from }, (_, index) => from + index);
  const upper = places.map((at) => `${x(at, false)} ${height((floors[at] ?? 0) + (values[at] ?? 0), at)}`);
  const lower = places.toReversed().map((at) => `${x(at, true)} ${height(floors[at] ?? 0, at)}`);
  const extra = to - from === 1 ? [`${x(from, true)} ${height((floors[from] ?? 0) + (values[from] ?? 0), from)}`] : [];
  const left = to - from === 1 ? [`${x(from, false)} ${height(floors[from] ?? 0, from)}`] : [];
  return `M${[...upper, ...extra, ...lower, ...left].join("L")}Z`;
}

function heightOf(value: number, top: number): string {
  return coordinate(plotHeight - (value / top) * plotHeight);
}

function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100);
}
