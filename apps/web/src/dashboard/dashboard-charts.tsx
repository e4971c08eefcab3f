"use client";

import { type ReactNode, useMemo } from "react";
import { formatPercent } from "../format/format-number.ts";
import { ChartPanel } from "./chart/chart-panel.tsx";
import { axisPercent, type ChartSpec, chartSpecs } from "./chart/chart-specs.ts";
import type { DeploymentMark } from "./chart/deployment-mark.ts";
import { ghostLines, groupLines, plainLines, versionLines } from "./chart/lines-of.ts";
import type { Dashboard } from "./data/use-dashboard.ts";
import type { SeriesNow } from "./data/use-series.ts";
import { HeatmapPanel } from "./heatmap/heatmap-panel.tsx";
import { durationsOf, firstTokensOf } from "./data/tally.ts";
import type { Comparison } from "./view/view.ts";

type Common = {
  readonly dashboard: Dashboard;
  readonly compare: Comparison;
  readonly marks: readonly DeploymentMark[];
  /** What panels say when there was no request at all; null when there were some. */
  readonly empty: ReactNode;
};

/** All charts, with the table of upstreams between those of traffic and those of what it costs. */
export function DashboardCharts({ children, ...common }: Common & { readonly children: ReactNode }) {
  const { total } = common.dashboard;
  return (
    <>
      <div className="grid gap-2 md:grid-cols-2 xl:grid-cols-3">
        <SpecChart spec={chartSpecs.requests} {...common} />
        <SpecChart spec={chartSpecs.latency} {...common} />
        <UpstreamShares {...common} />
      </div>
      {children}
      <div className="grid gap-2 md:grid-cols-2 xl:grid-cols-4">
        <SpecChart spec={chartSpecs.errors} {...common} />
        <SpecChart spec={chartSpecs.firstToken} {...common} />
        <SpecChart spec={chartSpecs.tokens} {...common} />
        <SpecChart spec={chartSpecs.cost} {...common} />
      </div>
      <div className="grid gap-2 lg:grid-cols-2">
        <HeatmapPanel
          title="Latency heatmap"
          unit="completed"
          series={total.series}
          histogramOf={durationsOf}
          state={total.state}
          empty={common.empty}
        />
        <HeatmapPanel
          title="TTFT heatmap"
          unit="streams"
          series={total.series}
          histogramOf={firstTokensOf}
          state={total.state}
          empty={common.empty}
        />
      </div>
    </>
  );
}

/** One chart: the traffic, with the previous period behind it, or one config version beside another. */
export function SpecChart({
  spec,
  dashboard: { total, previous, versions },
  compare,
  marks,
  empty,
}: Common & { readonly spec: ChartSpec }) {
  const shown: SeriesNow = compare.kind === "versions" ? versions : total;
  const { series } = shown;
  const before = compare.kind === "previous" ? previous.series : null;
  const lines = useMemo(() => {
    if (series === null) return [];
    if (compare.kind === "versions") return versionLines(spec, series, [compare.a, compare.b]);
    return before === null
      ? plainLines(spec, series)
      : [...plainLines(spec, series), ...ghostLines(spec, series, before)];
  }, [spec, series, before, compare]);
  return (
    <ChartPanel
      title={spec.title}
      unit={spec.unit}
      term={spec.term}
      state={shown.state}
      empty={empty}
      kind={compare.kind === "versions" ? "lines" : spec.kind}
      lines={lines}
      marks={marks}
      {...momentsOf(series)}
      format={spec.format}
      formatAxis={spec.formatAxis}
      least={spec.least}
    />
  );
}

function UpstreamShares({ dashboard: { upstreams }, marks, empty }: Common) {
  const { series } = upstreams;
  const lines = useMemo(
    () =>
      series === null
        ? []
        : groupLines(series, {
            groups: series.groups.filter(({ group }) => group !== ""),
            nameOf: (group) => group,
            as: "share",
          }),
    [series],
  );
  return (
    <ChartPanel
      title="Traffic share"
      unit="per upstream"
      term="trafficShare"
      className="md:col-span-2 xl:col-span-1"
      state={upstreams.state}
      empty={empty}
      kind="share"
      lines={lines}
      marks={marks}
      {...momentsOf(series)}
      format={formatPercent}
      formatAxis={axisPercent}
      least={1}
    />
  );
}

function momentsOf(series: SeriesNow["series"]) {
  if (series === null) return { moments: [], fromMs: 0, toMs: 1, partialFromMs: 1 };
  return { moments: series.points, fromMs: series.fromMs, toMs: series.toMs, partialFromMs: series.partialFromMs };
}
