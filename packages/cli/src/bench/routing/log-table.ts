import type { LogComparison } from "@meridian/simulator";

const whole = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: value < 100 ? 1 : 0 });

/** A real engine's log beside the simulated engine, as a Markdown table. */
export function logTable(comparisons: readonly LogComparison[]): string {
  return [
    "| | | real, ms | simulated, ms | error |",
    "|---|---|---:|---:|---:|",
    ...comparisons.map(
      ({ measure, statistic, real, simulated }) =>
        `| ${measure} | ${statistic} | ${whole(real)} | ${whole(simulated)} | ${(100 * (simulated / real - 1)).toFixed(1)} % |`,
    ),
  ].join("\n");
}
