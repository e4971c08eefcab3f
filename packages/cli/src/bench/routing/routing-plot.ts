import { type Estimate, estimateOf } from "./confidence.ts";
import type { ScenarioRuns } from "./run-scenario.ts";

const [rowHeight, labelWidth, plotWidth, valueWidth, top] = [20, 170, 420, 80, 34] as const;
const [own, others, line, text] = ["#2563eb", "#8b95a5", "#d1d5db", "#374151"] as const;

/**
 * TTFT of every algorithm in one scenario as a picture: a bar to the p95 and a tick at the p50, medians over seeds, on a
 * logarithmic scale, best first, with the interval of the p95. Colours that can be read on light and on dark.
 */
export function routingPlot(scenario: string, all: readonly ScenarioRuns[]): string {
  const rows = all
    .filter((runs) => runs.scenario === scenario)
    .map((runs) => ({
      runs,
      p50: estimateOf(runs.runs.map(({ firstTokenMs }) => firstTokenMs.p50)),
      p95: estimateOf(runs.runs.map(({ firstTokenMs }) => firstTokenMs.p95)),
    }))
    .filter(({ p95 }) => p95.median > 0)
    .sort((a, b) => a.p95.median - b.p95.median);
  const least = Math.min(...rows.map(({ p50 }) => Math.max(1, p50.median)));
  const most = Math.max(...rows.map(({ p95 }) => p95.high));
  const from = 10 ** Math.floor(Math.log10(least));
  const to = 10 ** Math.ceil(Math.log10(most));
  const x = (ms: number) =>
    labelWidth + (plotWidth * Math.log(Math.min(to, Math.max(from, ms)) / from)) / Math.log(to / from);
  const height = top + rows.length * rowHeight + 8;
  const marks: string[] = [];
  for (let ms = from; ms <= to; ms *= 10) {
    const at = x(ms).toFixed(1);
    const label = ms >= 1_000 ? `${ms / 1_000} s` : `${ms} ms`;
    marks.push(
      `<line x1="${at}" x2="${at}" y1="${top - 4}" y2="${height - 4}" stroke="${line}"/><text x="${at}" y="${top - 10}" text-anchor="middle">${label}</text>`,
    );
  }
  const bars = rows.map(({ runs, p50, p95 }, at) => bar(runs, p50, p95, top + at * rowHeight, x));
  const title = `TTFT in the scenario ${scenario}: p95 as a bar, p50 as a tick`;
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${title}" width="${labelWidth + plotWidth + valueWidth}" height="${height}" font-family="system-ui, sans-serif" font-size="12" fill="${text}"><title>${title}</title><rect width="100%" height="100%" fill="#ffffff"/>${marks.join("")}${bars.join("")}</svg>\n`;
}

function bar(runs: ScenarioRuns, p50: Estimate, p95: Estimate, y: number, x: (ms: number) => number): string {
  const colour = runs.own ? own : others;
  const [from, to, middle] = [x(0), x(p95.median), y + rowHeight / 2];
  const value = p95.median >= 10_000 ? `${(p95.median / 1_000).toFixed(0)} s` : `${Math.round(p95.median)} ms`;
  return [
    `<text x="${labelWidth - 6}" y="${middle + 4}" text-anchor="end"${runs.own ? ' font-weight="600"' : ""}>${runs.algorithm}</text>`,
    `<rect x="${from.toFixed(1)}" y="${y + 3}" width="${Math.max(1, to - from).toFixed(1)}" height="${rowHeight - 6}" fill="${colour}"/>`,
    `<line x1="${x(p95.low).toFixed(1)}" x2="${x(p95.high).toFixed(1)}" y1="${middle}" y2="${middle}" stroke="${text}"/>`,
    `<line x1="${x(p50.median).toFixed(1)}" x2="${x(p50.median).toFixed(1)}" y1="${y + 3}" y2="${y + rowHeight - 3}" stroke="#ffffff" stroke-width="2"/>`,
    `<text x="${(Math.max(to, x(p95.high)) + 5).toFixed(1)}" y="${middle + 4}">${value}</text>`,
  ].join("");
}
