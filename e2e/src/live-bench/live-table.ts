import type { feedFigures } from "./feed-bench.ts";
import type { pageFigures } from "./page-bench.ts";

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const number = (value: number | null, digits: number): string => (value === null ? "–" : value.toFixed(digits));

/** What the feed costs and how old ticks are, as a Markdown table. */
export function feedTable(figures: ReturnType<typeof feedFigures>, dashboards: number): string {
  return table([
    ["requests a second, all answered", `${number(figures.requestsPerSecond, 0)}, ${figures.errors} errors`, "1,000"],
    ["dashboards open at the end", String(figures.socketsAtEnd), String(dashboards)],
    ["tick age p99, right before the next", `${figures.ageP99Ms} ms`, "≤ 1,200 ms"],
    ["… from gateway to socket p99", `${figures.travelP99Ms} ms`, ""],
    ["… ticks lost", String(figures.ticksLost), "0"],
    ["bytes a tick and dashboard", number(figures.bytesPerTick, 0), ""],
    ["gateway CPU, feed off → on, of one core", `${percent(figures.cpuOff)} → ${percent(figures.cpuOn)}`, ""],
    ["… for the feed", percent(figures.cpuOfFeed), "≤ 5 %"],
  ]);
}

/** How the dashboard in Chromium fared, as a Markdown table. */
export function pageTable(figures: ReturnType<typeof pageFigures>, minutes: number): string {
  return table([
    [`frames a second over ${minutes} min, median`, number(figures.fpsMedian, 1), "≥ 50"],
    ["… worst 15 s", number(figures.fpsWorstSample, 1), "≥ 50"],
    ["frame time p99, median of samples", `${number(figures.frameP99Ms, 0)} ms`, ""],
    ["longest frame", `${number(figures.longestFrameMs, 0)} ms`, ""],
    ["tasks over 50 ms a minute", number(figures.longTasksPerMinute, 1), ""],
    [
      "heap after collection, a quarter in → end",
      `${number(figures.heapFirstMb, 1)} → ${number(figures.heapLastMb, 1)} MB`,
      "flat",
    ],
    ["… growth", `${number(figures.heapMbPerMinute, 2)} MB/min`, ""],
  ]);
}

function table(rows: readonly (readonly string[])[]): string {
  const all = [["what", "figure", "target"], ...rows];
  const widths = [0, 1, 2].map((at) => Math.max(...all.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, at) => (cells[at] ?? "").padEnd(width)).join(" | ")} |`;
  return [line(all[0] ?? []), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
