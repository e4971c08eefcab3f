import { memo } from "react";
import { valuesOf } from "../chart/chart-line.ts";
import { Sparkline } from "../chart/sparkline.tsx";
import type { Series } from "../data/series-builder.ts";
import { deltaOf } from "../kpi/delta.ts";
import { DeltaBadge } from "../kpi/delta-badge.tsx";
import type { Kpi } from "../kpi/kpis.ts";

/** A figure to be read from across the room. */
export const WallTile = memo(function WallTile({
  kpi: { figure, label, unit, color, better, as, format },
  series,
  before,
}: {
  readonly kpi: Kpi;
  readonly series: Series | null;
  readonly before: Series | null;
}) {
  const was = before === null || before.requests === 0 ? null : before.figures[figure];
  const delta = series && deltaOf(series.figures[figure], was, better, as);
  return (
    <section
      className="flex min-h-0 min-w-0 flex-col justify-between overflow-hidden rounded-xl border border-border bg-surface pt-[1.2vh]"
      aria-label={`${label} at a glance`}
    >
      <div className="px-[1vw]">
        <h2 className="truncate font-medium text-[clamp(0.9rem,min(1.5vw,2.8vh),2.2rem)] text-muted leading-tight">
          {label} {unit}
        </h2>
        <p className="whitespace-nowrap font-semibold text-[clamp(1.6rem,min(5vw,10vh),8rem)] leading-none tracking-tight">
          {series === null ? "…" : format(series.figures[figure])}
        </p>
        <p className="mt-[0.4vh] h-[1.3em] text-[clamp(0.8rem,min(1.3vw,2.4vh),1.8rem)] leading-tight">
          {delta && <DeltaBadge delta={delta} />}
        </p>
      </div>
      <Sparkline
        className="h-[clamp(1rem,4vh,3rem)] w-full shrink-0"
        color={color}
        values={series === null ? [] : valuesOf(series.points, figure)}
      />
    </section>
  );
});
