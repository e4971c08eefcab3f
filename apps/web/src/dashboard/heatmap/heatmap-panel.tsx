"use client";

import type { SparseHistogram } from "@meridian/metrics";
import { type ReactNode, useMemo } from "react";
import { formatDuration } from "../../format/format-duration.ts";
import { formatCount, formatPercent } from "../../format/format-number.ts";
import { momentWords } from "../chart/chart-tooltip.tsx";
import { plotInset } from "../chart/plot-box.ts";
import { PlotSurface } from "../chart/plot-surface.tsx";
import { TimeAxis } from "../chart/time-axis.tsx";
import type { Series } from "../data/series-builder.ts";
import type { Tally } from "../data/tally.ts";
import { isoSecond } from "../panel/csv.ts";
import { CsvButton } from "../panel/csv-button.tsx";
import { Panel, type PanelState } from "../panel/panel.tsx";
import { HeatCanvas } from "./heat-canvas.tsx";
import { type HeatGrid, heatGrid } from "./heat-grid.ts";
import { HeatTable } from "./heat-table.tsx";
import { viridisGradient } from "./viridis.ts";

/** How often which duration occurred: what percentiles hide, for example two groups of requests beside each other. */
export function HeatmapPanel({
  title,
  unit,
  series,
  histogramOf,
  state,
  empty,
  className,
}: {
  readonly title: string;
  readonly unit: string;
  readonly series: Series | null;
  /** The same function at every call. */
  readonly histogramOf: (tally: Tally) => SparseHistogram;
  readonly state: PanelState;
  readonly empty: ReactNode;
  readonly className?: string;
}) {
  const points = series?.points;
  const grid = useMemo(() => heatGrid(points ?? [], histogramOf), [points, histogramOf]);
  const nothing = series !== null && grid.rows.length === 0;
  return (
    <Panel
      title={title}
      unit={unit}
      term="heatmap"
      state={state}
      empty={
        nothing
          ? (empty ?? <p className="px-2 py-6 text-center text-muted text-xs">Nothing was measured here.</p>)
          : null
      }
      {...(className === undefined ? {} : { className })}
      bodyClassName="h-48"
      table={<HeatTable title={title} grid={grid} />}
      tools={<CsvButton name={title} csv={() => heatCsv(grid)} />}
      legend={
        <div className="mb-1.5 flex h-4 items-center gap-1.5 text-[11px] text-muted" aria-label="Legend">
          <span>1</span>
          <span className="h-2 w-24 rounded-sm" style={{ background: viridisGradient }} aria-hidden />
          <span>{formatCount(Math.max(1, grid.highest))} requests</span>
        </div>
      }
    >
      {series && <Heatmap title={title} series={series} grid={grid} />}
    </Panel>
  );
}

const labels = 5;

function Heatmap({
  title,
  series,
  grid,
}: {
  readonly title: string;
  readonly series: Series;
  readonly grid: HeatGrid;
}) {
  const { fromMs, toMs, stepMs, partialFromMs, points } = series;
  const { rows } = grid;
  const every = Math.max(1, Math.ceil(rows.length / labels));
  const cellWords = (at: number, row: number | null) => {
    const point = points[at];
    const column = grid.counts[at] ?? null;
    const bounds = row === null ? undefined : rows[Math.min(row, rows.length - 1)];
    if (!point || !bounds || row === null) return null;
    const when = momentWords(point, partialFromMs);
    const size = `${formatDuration(bounds.aboveMs)} – ${formatDuration(bounds.upToMs)}`;
    const count = column?.[Math.min(row, rows.length - 1)] ?? 0;
    const all = column?.reduce((sum, value) => sum + value, 0) ?? 0;
    const said = column === null ? "nothing known" : `${formatCount(count)} ${count === 1 ? "request" : "requests"}`;
    return { when, size, said, share: all === 0 ? "" : `${formatPercent(count / all)} of this step` };
  };
  return (
    <div className="@container relative h-full">
      <div className="absolute top-[18px] bottom-[20px] left-0 w-[41px] text-right text-[10.5px] text-axis" aria-hidden>
        {rows.map(({ aboveMs }, row) =>
          row % every === 0 ? (
            <span
              key={aboveMs}
              className="absolute right-0 translate-y-1/2 whitespace-nowrap leading-none"
              style={{ bottom: `${(row / rows.length) * 100}%` }}
            >
              {axisDuration(aboveMs)}
            </span>
          ) : null,
        )}
      </div>
      <div className={`absolute ${plotInset} overflow-hidden rounded-sm bg-sunken`}>
        <HeatCanvas grid={grid} fromMs={fromMs} toMs={toMs} stepMs={stepMs} />
        {partialFromMs < toMs && (
          <div
            className="hatched pointer-events-none absolute inset-y-0 right-0"
            style={{ width: `${(1 - Math.max(0, (partialFromMs - fromMs) / (toMs - fromMs))) * 100}%` }}
          />
        )}
      </div>
      <PlotSurface
        id={title}
        label={`${title}: how many requests took how long`}
        className={plotInset}
        moments={points}
        rows={rows.length}
        {...{ fromMs, toMs }}
        describe={(at, row) => {
          const words = cellWords(at, row);
          return words === null ? "" : `${words.when}, ${words.size}: ${words.said} ${words.share}`;
        }}
        renderTip={(at, row) => {
          const words = cellWords(at, row);
          return (
            words && (
              <div className="rounded-md border border-border bg-raised px-2.5 py-1.5 text-xs shadow-raised">
                <p className="text-muted">{words.when}</p>
                <p className="font-medium">{words.size}</p>
                <p>
                  {words.said} <span className="text-muted">{words.share}</span>
                </p>
              </div>
            )
          );
        }}
      />
      <TimeAxis fromMs={fromMs} toMs={toMs} />
    </div>
  );
}

function axisDuration(ms: number): string {
  if (ms < 1) return `${ms.toFixed(1)} ms`;
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Number((ms / 1_000).toFixed(1))} s`;
}

function heatCsv({ points, rows, counts }: HeatGrid) {
  return {
    header: ["from", "to", "above (ms)", "up to (ms)", "requests"],
    rows: points.flatMap(({ startMs, endMs }, at) =>
      rows.flatMap(({ aboveMs, upToMs }, row) => {
        const count = counts[at]?.[row] ?? 0;
        return count === 0 ? [] : [[isoSecond(startMs), isoSecond(endMs), aboveMs, upToMs, count]];
      }),
    ),
  };
}
