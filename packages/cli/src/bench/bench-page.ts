import type { BenchRow } from "./bench-table.ts";
import type { FrameRates } from "./frame-rates.ts";

/** What is plotted, for the loads that have it. */
const plots: readonly (readonly [title: string, value: (row: BenchRow) => number | null])[] = [
  ["CPU µs per request", (row) => row.cpuPerRequestUs],
  ["CPU µs per frame", (row) => row.cpuPerFrameUs],
  ["requests a second", (row) => row.requestsPerSecond],
  ["added p50, ms", (row) => row.addedP50Ms],
  ["added p99, ms", (row) => row.addedP99Ms],
  ["memory, MB", (row) => row.residentMb],
];

const barHeight = 22;
const labelWidth = 130;
const plotWidth = 420;

/** A page of its own with a bar for every proxy under every load, the gaps over rates of frames, and all figures below. */
export function benchPage(
  rows: readonly BenchRow[],
  frameRates: readonly FrameRates[],
  machine: string,
  text: string,
): string {
  const workloads = [...new Set(rows.map(({ workload }) => workload))];
  const sections = workloads.map((workload) => {
    const own = rows.filter((row) => row.workload === workload);
    return `<h2>${escaped(workload)}</h2><div class="plots">${plots.map((plot) => bars(own, ...plot)).join("")}</div>`;
  });
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Gateway benchmark</title>
<style>
body { font: 14px system-ui, sans-serif; margin: 2rem; color: #1a1a1a; background: #fff }
.plots { display: flex; flex-wrap: wrap; gap: 1.5rem } figure { margin: 0 } figcaption { font-weight: 600 }
rect { fill: #8b95a5 } .own { fill: #2563eb } path { fill: none; stroke: #8b95a5; stroke-width: 2 }
path.own { fill: none; stroke: #2563eb } line { stroke: #d1d5db } text { font-size: 12px; fill: #1a1a1a } pre { overflow-x: auto }
</style>
<h1>Gateway benchmark</h1><p>${escaped(machine)}</p>
${sections.join("\n")}
${gapPlot(frameRates)}
<h2>All figures</h2><pre>${escaped(text)}</pre></html>
`;
}

function bars(rows: readonly BenchRow[], title: string, value: (row: BenchRow) => number | null): string {
  const known = rows.flatMap((row) => {
    const shown = value(row);
    return shown === null ? [] : [{ proxy: row.proxy, shown }];
  });
  const most = Math.max(...known.map(({ shown }) => shown));
  if (known.length === 0 || !(most > 0)) return "";
  const lines = known.map(({ proxy, shown }, at) => {
    const width = (Math.max(0, shown) / most) * (plotWidth - labelWidth - 60);
    const y = at * barHeight;
    const own = proxy === "gateway" ? ' class="own"' : "";
    return `<text x="0" y="${y + 15}">${escaped(proxy)}</text><rect${own} x="${labelWidth}" y="${y + 3}" width="${width.toFixed(1)}" height="16"/><text x="${(labelWidth + width + 5).toFixed(1)}" y="${y + 15}">${shown.toPrecision(3)}</text>`;
  });
  const height = known.length * barHeight;
  return `<figure><figcaption>${escaped(title)}</figcaption><svg role="img" aria-label="${escaped(title)}" width="${plotWidth}" height="${height}">${lines.join("")}</svg></figure>`;
}

const gapWidth = 640;
const gapHeight = 240;
const margin = 50;

/** A line for each proxy: the added p99 of the gaps over the frames a second that were sent. */
function gapPlot(frameRates: readonly FrameRates[]): string {
  const all = frameRates.flatMap(({ rates }) => rates);
  if (all.length === 0) return "";
  const mostRate = Math.max(...all.map(({ framesPerSecond }) => framesPerSecond));
  const mostMs = Math.max(5, ...all.map(({ addedGapP99Ms }) => addedGapP99Ms));
  const x = (rate: number): string => (margin + (rate / mostRate) * (gapWidth - 2 * margin)).toFixed(1);
  const y = (ms: number): string =>
    (gapHeight - margin - (Math.max(0, ms) / mostMs) * (gapHeight - 2 * margin)).toFixed(1);
  const marks = [0, mostMs / 2, mostMs].map(
    (ms) =>
      `<line x1="${margin}" x2="${gapWidth - margin}" y1="${y(ms)}" y2="${y(ms)}"/><text x="4" y="${y(ms)}">${ms.toFixed(1)} ms</text>`,
  );
  const rates = [...new Set(all.map(({ framesPerSecond }) => framesPerSecond))].map(
    (rate) => `<text x="${x(rate)}" y="${gapHeight - margin + 18}" text-anchor="middle">${rate / 1_000}k</text>`,
  );
  const lines = frameRates.map(({ proxy, rates: points }) => {
    const path = points.map(
      ({ framesPerSecond, addedGapP99Ms }, at) => `${at === 0 ? "M" : "L"}${x(framesPerSecond)} ${y(addedGapP99Ms)}`,
    );
    const last = points.at(-1);
    const label = last
      ? `<text x="${x(last.framesPerSecond)}" y="${Number(y(last.addedGapP99Ms)) - 6}" text-anchor="end">${escaped(proxy)}</text>`
      : "";
    return `<path${proxy === "gateway" ? ' class="own"' : ""} d="${path.join(" ")}"/>${label}`;
  });
  const title = "added p99 of the gap between frames, ms, over frames a second sent";
  return `<h2>Rising rates of frames</h2><figure><figcaption>${title}</figcaption><svg role="img" aria-label="${title}" width="${gapWidth}" height="${gapHeight}">${[...marks, ...rates, ...lines].join("")}</svg></figure>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
