import { formatDuration } from "../format/format-duration.ts";
import { formatUsd } from "../format/format-money.ts";
import { formatPercent, formatRate } from "../format/format-number.ts";
import { Card } from "../ui/card.tsx";
import { cn } from "../ui/cn.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import type { Figures } from "./figures.ts";
import type { OverviewModel } from "./overview-model.ts";
import type { Range } from "./range.ts";
import { Sparkline } from "./sparkline.tsx";

type Tile = {
  readonly label: string;
  readonly unit: string;
  readonly color: string;
  /** What the line shows. */
  readonly line: (figures: Figures) => number | null;
  readonly show: (figures: Figures) => string;
};

const tokens = (figures: Figures) => figures.inputTokens + figures.outputTokens;

const tiles: readonly Tile[] = [
  {
    label: "Requests",
    unit: "/ s",
    color: "var(--series-1)",
    line: (f) => f.requests,
    show: (f) => formatRate(f.requests),
  },
  {
    label: "Error rate",
    unit: "",
    color: "var(--series-2)",
    line: (f) => f.errorRate,
    show: (f) => formatPercent(f.errorRate),
  },
  {
    label: "TTFT p95",
    unit: "",
    color: "var(--series-3)",
    line: (f) => f.firstToken95,
    show: (f) => formatDuration(f.firstToken95),
  },
  { label: "Tokens", unit: "/ s", color: "var(--series-1)", line: tokens, show: (f) => formatRate(tokens(f)) },
  { label: "Cost", unit: "/ h", color: "var(--series-4)", line: (f) => f.cost, show: (f) => formatUsd(f.cost) },
];

/** The figures of the last minute, the shape of the window behind them, and what the whole window comes to. */
export function KpiStrip({ model, range }: { readonly model: OverviewModel | null; readonly range: Range }) {
  return (
    <section
      aria-label="Key figures of the last minute"
      className="grid grid-cols-2 gap-2 max-md:*:last:col-span-2 md:grid-cols-4 xl:grid-cols-7"
    >
      {tiles.slice(0, 2).map((tile) => (
        <KpiTile key={tile.label} tile={tile} model={model} range={range} />
      ))}
      <LatencyTile model={model} range={range} />
      {tiles.slice(2).map((tile) => (
        <KpiTile key={tile.label} tile={tile} model={model} range={range} />
      ))}
    </section>
  );
}

function KpiTile({
  tile,
  model,
  range,
}: {
  readonly tile: Tile;
  readonly model: OverviewModel | null;
  readonly range: Range;
}) {
  return (
    <Frame
      label={tile.label}
      unit={tile.unit}
      model={model}
      range={range}
      whole={model && tile.show(model.whole)}
      color={tile.color}
      line={tile.line}
    >
      {model && <p className="font-semibold text-xl tracking-tight">{tile.show(model.now)}</p>}
    </Frame>
  );
}

const percentiles = ["p50", "p95", "p99"] as const;

function LatencyTile({ model, range }: { readonly model: OverviewModel | null; readonly range: Range }) {
  const whole = model && `p95 ${formatDuration(model.whole.p95)}`;
  return (
    <Frame
      label="Latency"
      unit="of completed requests"
      model={model}
      range={range}
      whole={whole}
      color="var(--series-1)"
      line={(f) => f.p95}
      wide
    >
      {model && (
        <dl className="flex justify-between gap-2">
          {percentiles.map((name) => (
            <div key={name} className="flex items-baseline gap-1">
              <dt className="text-[11px] text-muted">{name}</dt>
              <dd className="whitespace-nowrap font-semibold text-[15px] leading-7 tracking-tight sm:text-base sm:leading-7">
                {formatDuration(model.now[name])}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Frame>
  );
}

function Frame({
  label,
  unit,
  model,
  range,
  whole,
  color,
  line,
  wide = false,
  children,
}: {
  readonly label: string;
  readonly unit: string;
  readonly model: OverviewModel | null;
  readonly range: Range;
  readonly whole: string | null;
  readonly color: string;
  readonly line: (figures: Figures) => number | null;
  readonly wide?: boolean;
  readonly children: React.ReactNode;
}) {
  return (
    <Card className={cn("overflow-hidden pt-2", wide && "col-span-2")} aria-label={label}>
      <div className="px-3">
        <h2 className="truncate text-xs">
          <span className="font-medium">{label}</span> <span className="text-muted">{unit}</span>
        </h2>
        <div className="h-7">{model === null ? <Skeleton className="mt-1 h-5 w-20" /> : children}</div>
        <p className="h-4 truncate text-[11px] text-muted">{whole !== null && `${range.label}: ${whole}`}</p>
      </div>
      <Sparkline
        className="mt-0.5 h-6 w-full"
        color={color}
        values={model === null ? [] : model.points.map(({ figures }) => figures && line(figures))}
      />
    </Card>
  );
}
