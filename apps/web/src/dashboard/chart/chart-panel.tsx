"use client";

import type { ReactNode } from "react";
import { isoSecond } from "../panel/csv.ts";
import { CsvButton } from "../panel/csv-button.tsx";
import { Panel, type PanelState } from "../panel/panel.tsx";
import { ChartTable } from "./chart-table.tsx";
import { LineSwatch } from "./line-swatch.tsx";
import { TimeChart, type TimeChartProps } from "./time-chart.tsx";

/** A chart with its title, unit and legend. */
export function ChartPanel({
  unit,
  help,
  state,
  empty,
  className,
  ...chart
}: TimeChartProps & {
  readonly unit: string;
  readonly help?: string;
  readonly state: PanelState;
  readonly empty: ReactNode;
  readonly className?: string;
}) {
  const { title, moments, lines, kind } = chart;
  return (
    <Panel
      title={title}
      unit={unit}
      {...(help === undefined ? {} : { help })}
      state={state}
      empty={empty}
      {...(className === undefined ? {} : { className })}
      bodyClassName="h-40"
      table={<ChartTable {...chart} />}
      tools={
        <CsvButton
          csv={() => ({
            name: title,
            header: ["from", "to", ...lines.map(({ label }) => `${label} (${unit})`)],
            rows: moments.map(({ startMs, endMs }, at) => [
              isoSecond(startMs),
              isoSecond(endMs),
              ...lines.map(({ values }) => values[at] ?? null),
            ]),
          })}
        />
      }
      legend={
        <ul className="mb-1.5 flex h-4 gap-x-3 overflow-hidden text-[11px] text-muted leading-4" aria-label="Legend">
          {lines.map((line) => (
            <li key={line.key} className="inline-flex items-center gap-1 whitespace-nowrap">
              <LineSwatch
                color={line.color}
                dash={line.dash}
                band={kind !== undefined && kind !== "lines" && line.ghost !== true}
              />
              {line.label}
            </li>
          ))}
        </ul>
      }
    >
      <TimeChart {...chart} />
    </Panel>
  );
}
