"use client";

import { TriangleAlert } from "lucide-react";
import { memo } from "react";
import { Help } from "../../help/help.tsx";
import { Card } from "../../ui/card.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { valuesOf } from "../chart/chart-line.ts";
import { Sparkline } from "../chart/sparkline.tsx";
import type { Series } from "../data/series-builder.ts";
import type { SeriesNow } from "../data/use-series.ts";
import { deltaOf } from "./delta.ts";
import { DeltaBadge } from "./delta-badge.tsx";
import { type Kpi, kpis } from "./kpis.ts";

/** The figures of the whole window, how they stand to the previous period, and their shape. */
export function KpiStrip({ total, previous }: { readonly total: SeriesNow; readonly previous: SeriesNow }) {
  if (total.state.loading && total.state.error !== null) {
    const { error, retry, refreshing } = total.state;
    return <ErrorState what="Key figures" error={error} onRetry={retry} busy={refreshing} />;
  }
  const before = previous.state;
  return (
    <>
      {before.error !== null && (
        <ErrorState what="The previous period" error={before.error} onRetry={before.retry} busy={before.refreshing} />
      )}
      <section aria-label="Key figures" className="grid grid-cols-2 gap-2 sm:grid-cols-4 xl:grid-cols-8">
        {kpis.map((kpi) => (
          <KpiTile
            key={kpi.figure}
            kpi={kpi}
            series={total.series}
            before={previous.series}
            stale={total.state.error !== null}
          />
        ))}
      </section>
    </>
  );
}

const KpiTile = memo(function KpiTile({
  kpi,
  series,
  before,
  stale,
}: {
  readonly kpi: Kpi;
  readonly series: Series | null;
  readonly before: Series | null;
  readonly stale: boolean;
}) {
  const { figure, label, unit, term, color, better, as, format } = kpi;
  const was = before === null || before.requests === 0 ? null : before.figures[figure];
  const delta = series && deltaOf(series.figures[figure], was, better, as);
  return (
    <Card role="group" className="overflow-hidden pt-1.5" aria-label={label}>
      <div className="px-3">
        <div className="flex items-center gap-1">
          <h2 className="min-w-0 truncate text-xs">
            <span className="font-medium">{label}</span> <span className="text-muted">{unit}</span>
          </h2>
          <Help term={term} />
          {stale && <TriangleAlert className="size-3.5 text-warn" aria-label="Stale" />}
        </div>
        {series === null ? (
          <Skeleton className="my-1 h-5 w-20" />
        ) : (
          <p className="whitespace-nowrap font-semibold text-xl leading-7 tracking-tight">
            {format(series.figures[figure])}
          </p>
        )}
        <p
          className="h-4 truncate text-[11px] leading-4"
          title={was === null ? "Nothing to compare with in the previous period" : `Previous period: ${format(was)}`}
        >
          {delta ? <DeltaBadge delta={delta} /> : <span className="text-muted">{series && "no earlier data"}</span>}
          {delta && <span className="sr-only">, previous period {format(was)}</span>}
        </p>
      </div>
      <Sparkline
        className="mt-0.5 h-6 w-full"
        color={color}
        values={series === null ? [] : valuesOf(series.points, figure)}
      />
    </Card>
  );
});
