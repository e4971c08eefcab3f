const steps = [1, 2, 2.5, 5, 10] as const;
const wanted = 3;

/** Labels of the value axis, from 0 to a round number that holds every value. `least` is how far it reaches when all is 0. */
export function valueTicks(highest: number, least: number): number[] {
  const top = highest > 0 ? highest : least;
  const magnitude = 10 ** Math.floor(Math.log10(top / wanted));
  const step = magnitude * (steps.find((each) => magnitude * each * wanted >= top) ?? 10);
  const count = Math.ceil(top / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}

type Values = { readonly values: readonly (number | null)[]; readonly ghost?: boolean };

/** The highest value of a chart's lines, or of the bands that stand on each other; ghosts never stand on anything. */
export function highestOf(lines: readonly Values[], kind: "lines" | "bands"): number {
  const length = Math.max(0, ...lines.map(({ values }) => values.length));
  let highest = 0;
  for (let at = 0; at < length; at += 1) {
    let stacked = 0;
    for (const { values, ghost } of lines) {
      const value = values[at] ?? 0;
      if (kind === "bands" && ghost !== true) stacked += value;
      else if (value > highest) highest = value;
    }
    if (stacked > highest) highest = stacked;
  }
  return highest;
}
