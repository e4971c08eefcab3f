"use client";

import { useMemo, useState } from "react";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatClock } from "../format/format-time.ts";
import { type ChartLine, chartRows, timeTicks } from "./chart-line.ts";
import { ChartTooltip } from "./chart-tooltip.tsx";
import type { DeploymentMark } from "./deployment-mark.ts";
import { DeploymentMarks, plotLeft, plotRight } from "./deployment-marks.tsx";
import { lonePoint } from "./lone-point.tsx";
import type { Point } from "./overview-model.ts";
import { highestOf, valueTicks } from "./value-axis.ts";
import { ValueLabel } from "./value-label.tsx";

export type TimeChartProps = {
  readonly title: string;
  readonly points: readonly Point[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly tickMs: number;
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

const plot = { top: 18, right: plotRight, bottom: 0, left: 0 } as const;
const tick = { fill: "var(--axis)", fontSize: 10.5 } as const;

/** Values over time. Charts of one page share their crosshair; gaps stay gaps; the step that still fills is hatched. */
export function TimeChart({
  title,
  points,
  fromMs,
  toMs,
  tickMs,
  partialFromMs,
  lines,
  kind = "lines",
  marks,
  format,
  formatAxis,
  least,
}: TimeChartProps) {
  const rows = useMemo(() => chartRows(points, lines), [points, lines]);
  const ticks = useMemo(() => timeTicks(fromMs, toMs, tickMs), [fromMs, toMs, tickMs]);
  const values = useMemo(
    () => (kind === "share" ? [0, 0.5, 1] : valueTicks(highestOf(rows, lines, kind), least)),
    [rows, lines, kind, least],
  );
  const seen = useMemo(() => marks.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs), [marks, fromMs, toMs]);
  const hatch = `hatch-${title.replaceAll(/\W/g, "")}`;
  // All charts show the crosshair; only the one that is pointed at (or focused) says its values.
  const [pointedAt, setPointedAt] = useState(false);
  return (
    <div
      className="relative h-full"
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
      onFocus={() => setPointedAt(true)}
      onBlur={() => setPointedAt(false)}
    >
      <DeploymentMarks marks={seen} fromMs={fromMs} toMs={toMs} />
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 320, height: 160 }}>
        <ComposedChart
          data={rows}
          margin={plot}
          syncId="overview"
          syncMethod="value"
          stackOffset={kind === "share" ? "expand" : "none"}
          title={title}
        >
          <defs>
            <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="5" height="5" fill="var(--surface)" opacity="0.45" />
              <line x1="0" y1="0" x2="0" y2="5" stroke="var(--border-strong)" strokeWidth="1.2" opacity="0.5" />
            </pattern>
          </defs>
          <XAxis
            dataKey="atMs"
            type="number"
            scale="time"
            domain={[fromMs, toMs]}
            allowDataOverflow
            ticks={ticks}
            tickFormatter={(atMs: number) => formatClock(atMs, false)}
            tick={tick}
            tickLine={false}
            axisLine={{ stroke: "var(--border)" }}
            height={20}
            interval="preserveStartEnd"
            minTickGap={12}
          />
          <YAxis
            width={plotLeft}
            domain={[0, values.at(-1) ?? 1]}
            ticks={values}
            interval={0}
            tick={<ValueLabel format={formatAxis} />}
            tickLine={false}
            axisLine={false}
          />
          <CartesianGrid stroke="var(--grid)" vertical={false} />
          {lines.map((line) =>
            kind === "lines" ? (
              <Line
                key={line.key}
                dataKey={line.key}
                stroke={line.color}
                strokeWidth={line.width ?? 1.6}
                {...(line.dash === undefined ? {} : { strokeDasharray: line.dash })}
                type="monotone"
                dot={lonePoint(rows, line)}
                activeDot={{ r: 3, strokeWidth: 0 }}
                isAnimationActive={false}
                connectNulls={false}
              />
            ) : (
              <Area
                key={line.key}
                dataKey={line.key}
                stackId="all"
                stroke="none"
                fill={line.color}
                fillOpacity={0.8}
                type="monotone"
                activeDot={false}
                isAnimationActive={false}
                connectNulls={false}
              />
            ),
          )}
          <ReferenceArea x1={partialFromMs} x2={toMs} fill={`url(#${hatch})`} fillOpacity={1} ifOverflow="hidden" />
          {seen.map((mark) => (
            <ReferenceLine
              key={mark.id}
              x={mark.atMs}
              stroke="var(--accent-text)"
              strokeDasharray="2 2"
              strokeOpacity={0.75}
            />
          ))}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--muted)", strokeWidth: 1 }}
            content={
              <ChartTooltip
                shown={pointedAt}
                lines={lines}
                band={kind !== "lines"}
                format={format}
                partialFromMs={partialFromMs}
              />
            }
            wrapperStyle={{ zIndex: 20, outline: "none" }}
            offset={14}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}
