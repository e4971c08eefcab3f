import type { ChartLine, ChartRow } from "./chart-line.ts";

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

/** The highest value of a chart's lines, or of the bands that stand on each other. */
export function highestOf(rows: readonly ChartRow[], lines: readonly ChartLine[], kind: "lines" | "bands"): number {
  return rows.reduce((highest, row) => {
    const values = lines.map(({ key }) => row[key] ?? 0);
    return Math.max(highest, kind === "bands" ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values));
  }, 0);
}
