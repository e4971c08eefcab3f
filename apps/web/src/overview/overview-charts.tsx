"use client";

import { type ReactNode, useMemo } from "react";
import { formatDuration } from "../format/format-duration.ts";
import { formatUsd } from "../format/format-money.ts";
import { formatCompact, formatPercent, formatRate } from "../format/format-number.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import {
  costLines,
  errorLines,
  firstTokenLines,
  latencyLines,
  outcomeLines,
  shareLines,
  tokenLines,
} from "./chart-lines.ts";
import { ChartPanel } from "./chart-panel.tsx";
import type { DeploymentMark } from "./deployment-mark.ts";
import type { OverviewModel } from "./overview-model.ts";
import type { Range } from "./range.ts";

/** How little room an axis has: "1.2 s", not "1.24 s". */
const axisDuration = (ms: number) =>
  ms === 0 ? "0" : ms < 1_000 ? `${Math.round(ms)} ms` : `${Number((ms / 1_000).toFixed(1))} s`;
const axisUsd = (usd: number) => (usd < 10 ? `$${Number(usd.toFixed(2))}` : `$${formatCompact(usd)}`);
const axisPercent = (share: number) => `${Number((share * 100).toFixed(1))}%`;
const axisRate = (rate: number) => (rate < 10 ? String(Number(rate.toFixed(2))) : formatCompact(rate));

/** All charts, with the table of upstreams between those of traffic and those of what it costs. */
export function OverviewCharts({
  model,
  range,
  marks,
  children,
}: {
  readonly model: OverviewModel | null;
  readonly range: Range;
  readonly marks: readonly DeploymentMark[];
  readonly children: ReactNode;
}) {
  const shares = useMemo(() => (model === null ? [] : shareLines(model)), [model]);
  if (model === null) return <ChartSkeletons>{children}</ChartSkeletons>;
  const { points, fromMs, toMs, partialFromMs } = model;
  const time = { points, fromMs, toMs, partialFromMs, tickMs: range.tickMs, marks };
  return (
    <>
      <div className="grid gap-2 md:grid-cols-2 xl:grid-cols-3">
        <ChartPanel
          {...time}
          title="Requests"
          unit="per second"
          kind="bands"
          lines={outcomeLines}
          format={formatRate}
          formatAxis={axisRate}
          least={1}
        />
        <ChartPanel
          {...time}
          title="Latency"
          unit="completed"
          lines={latencyLines}
          format={formatDuration}
          formatAxis={axisDuration}
          least={1_000}
        />
        <ChartPanel
          {...time}
          title="Traffic share"
          unit="per upstream"
          kind="share"
          lines={shares}
          format={formatPercent}
          formatAxis={axisPercent}
          least={1}
          className="md:col-span-2 xl:col-span-1"
        />
      </div>
      {children}
      <div className="grid gap-2 md:grid-cols-2 xl:grid-cols-4">
        <ChartPanel
          {...time}
          title="Error rate"
          unit="of answered"
          lines={errorLines}
          format={formatPercent}
          formatAxis={axisPercent}
          least={0.03}
        />
        <ChartPanel
          {...time}
          title="TTFT"
          unit="streams"
          lines={firstTokenLines}
          format={formatDuration}
          formatAxis={axisDuration}
          least={1_000}
        />
        <ChartPanel
          {...time}
          title="Tokens"
          unit="per second"
          lines={tokenLines}
          format={formatRate}
          formatAxis={axisRate}
          least={1}
        />
        <ChartPanel
          {...time}
          title="Cost"
          unit="per hour"
          lines={costLines}
          format={formatUsd}
          formatAxis={axisUsd}
          least={1}
        />
      </div>
    </>
  );
}

function ChartSkeletons({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <div className="grid gap-2 md:grid-cols-2 xl:grid-cols-3">
        {["a", "b", "c"].map((key) => (
          <Skeleton key={key} className="h-[14.4rem]" />
        ))}
      </div>
      {children}
      <div className="grid gap-2 md:grid-cols-2 xl:grid-cols-4">
        {["a", "b", "c", "d"].map((key) => (
          <Skeleton key={key} className="h-[14.4rem]" />
        ))}
      </div>
    </>
  );
}
