"use client";

import { memo, useMemo } from "react";
import type { ChartLine, Moment } from "./chart-line.ts";
import { ChartTooltip, momentWords } from "./chart-tooltip.tsx";
import type { DeploymentMark } from "./deployment-mark.ts";
import { DeploymentMarks } from "./deployment-marks.tsx";
import { plotInset } from "./plot-box.ts";
import { bandPaths, linePath, plotHeight, plotWidth } from "./plot-path.ts";
import { PlotSurface } from "./plot-surface.tsx";
import { TimeAxis } from "./time-axis.tsx";
import { highestOf, valueTicks } from "./value-axis.ts";

export type TimeChartProps = {
  readonly title: string;
  readonly moments: readonly Moment[];
  readonly fromMs: number;
  readonly toMs: number;
  /** From here on steps still fill. */
  readonly partialFromMs: number;
  readonly lines: readonly ChartLine[];
  /** Bands stand on each other; `share` bands fill the height. */
  readonly kind?: "lines" | "bands" | "share";
  readonly marks: readonly DeploymentMark[];
  /** For tooltips and tables. */
  readonly format: (value: number | null) => string;
  /** For the axis, which has less room. */
  readonly formatAxis: (value: number) => string;
  /** How far the value axis reaches when all is 0. */
  readonly least: number;
};

/**
 * Values over time. Drawn in units of its own and stretched by the browser, so that it measures nothing and a change of size
 * costs nothing. Gaps stay gaps; the step that still fills is hatched.
 */
export const TimeChart = memo(function TimeChart({
  title,
  moments,
  fromMs,
  toMs,
  partialFromMs,
  lines,
  kind = "lines",
  marks,
  format,
  formatAxis,
  least,
}: TimeChartProps) {
  const ticks = useMemo(
    () => (kind === "share" ? [0, 0.5, 1] : valueTicks(highestOf(lines, kind), least)),
    [lines, kind, least],
  );
  const top = ticks.at(-1) ?? 1;
  const partOf = (ms: number) => (ms - fromMs) / (toMs - fromMs);
  const paths = useMemo(
    () => pathsOf(moments, lines, { fromMs, toMs, top, kind }),
    [moments, lines, fromMs, toMs, top, kind],
  );
  const seen = useMemo(() => marks.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs), [marks, fromMs, toMs]);
  return (
    <div className="@container relative h-full">
      <DeploymentMarks marks={seen} fromMs={fromMs} toMs={toMs} />
      <div className="absolute top-[18px] bottom-[20px] left-0 w-[41px] text-right text-[10.5px] text-axis" aria-hidden>
        {ticks.map((value) => (
          <span
            key={value}
            className="absolute right-0 -translate-y-1/2 whitespace-nowrap leading-none"
            style={{ top: `${(1 - value / top) * 100}%` }}
          >
            {formatAxis(value)}
          </span>
        ))}
      </div>
      <svg
        viewBox={`0 0 ${plotWidth} ${plotHeight}`}
        preserveAspectRatio="none"
        className={`absolute ${plotInset} h-[calc(100%-38px)] w-[calc(100%-56px)] overflow-visible`}
        aria-hidden
      >
        {ticks.map((value) => (
          <line
            key={value}
            x1={0}
            x2={plotWidth}
            y1={(1 - value / top) * plotHeight}
            y2={(1 - value / top) * plotHeight}
            stroke={value === 0 ? "var(--border-strong)" : "var(--grid)"}
            strokeOpacity={value === 0 ? 0.5 : 1}
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {paths.map(({ line, path, band }) =>
          band ? (
            <path key={line.key} d={path} fill={line.color} fillOpacity={0.8} data-line={line.key} />
          ) : (
            <path
              key={line.key}
              d={path}
              fill="none"
              stroke={line.color}
              strokeWidth={line.width ?? 1.6}
              strokeDasharray={line.dash}
              strokeOpacity={line.ghost ? 0.65 : 1}
              strokeLinecap={line.dash === undefined ? "round" : "butt"}
              strokeLinejoin="round"
              vectorEffect="non-scaling-stroke"
              data-line={line.key}
            />
          ),
        )}
        {seen.map((mark) => (
          <line
            key={mark.id}
            x1={partOf(mark.atMs) * plotWidth}
            x2={partOf(mark.atMs) * plotWidth}
            y1={0}
            y2={plotHeight}
            stroke="var(--accent-text)"
            strokeDasharray="2 2"
            strokeOpacity={0.75}
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
      {partialFromMs < toMs && (
        <div
          className="hatched pointer-events-none absolute top-[18px] right-[10px] bottom-[20px]"
          style={{ width: `calc((100% - 56px) * ${1 - Math.max(0, partOf(partialFromMs))})` }}
          title="Still filling"
          data-partial
        />
      )}
      <PlotSurface
        id={title}
        label={`${title}, ${lines.map(({ label }) => label).join(", ")}`}
        className={plotInset}
        {...{ moments, fromMs, toMs }}
        describe={(at) => {
          const moment = moments[at];
          const said = lines.map(({ label, values }) => `${label} ${format(values[at] ?? null)}`).join(", ");
          return moment === undefined ? "" : `${momentWords(moment, partialFromMs)}: ${said}`;
        }}
        renderTip={(at) => {
          const moment = moments[at];
          return (
            moment && <ChartTooltip at={at} {...{ moment, lines, format, partialFromMs }} band={kind !== "lines"} />
          );
        }}
      />
      <TimeAxis fromMs={fromMs} toMs={toMs} />
    </div>
  );
});

function pathsOf(
  moments: readonly Moment[],
  lines: readonly ChartLine[],
  { fromMs, toMs, top, kind }: { fromMs: number; toMs: number; top: number; kind: "lines" | "bands" | "share" },
) {
  const xs = moments.map(({ atMs }) => ((atMs - fromMs) / (toMs - fromMs)) * plotWidth);
  const stacked = kind === "lines" ? [] : lines.filter(({ ghost }) => ghost !== true);
  const bands = bandPaths(
    xs,
    stacked.map(({ values }) => values),
    top,
    kind === "share",
  );
  return [
    ...lines
      .filter((line) => !stacked.includes(line))
      .toSorted((a, b) => Number(b.ghost ?? false) - Number(a.ghost ?? false))
      .map((line) => ({ line, path: linePath(xs, line.values, top), band: false })),
    ...stacked.map((line, at) => ({ line, path: bands[at] ?? "", band: true })),
  ].toSorted((a, b) => Number(b.band) - Number(a.band));
}
