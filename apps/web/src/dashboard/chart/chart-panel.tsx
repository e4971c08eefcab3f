"use client";

import type { ReactNode } from "react";
import type { TermId } from "../../help/glossary.ts";
import { isoSecond } from "../panel/csv.ts";
import { CsvButton } from "../panel/csv-button.tsx";
import { Panel, type PanelState } from "../panel/panel.tsx";
import { ChartTable } from "./chart-table.tsx";
import { LineSwatch } from "./line-swatch.tsx";
import { TimeChart, type TimeChartProps } from "./time-chart.tsx";

/** A chart with its title, unit and legend. */
export function ChartPanel({
  unit,
  term,
  state,
  empty,
  className,
  ...chart
}: TimeChartProps & {
  readonly unit: string;
  readonly term?: TermId;
  readonly state: PanelState;
  readonly empty: ReactNode;
  readonly className?: string;
}) {
  const { title, moments, lines, kind } = chart;
  return (
    <Panel
      title={title}
      unit={unit}
      {...(term === undefined ? {} : { term })}
      state={state}
      empty={empty}
      {...(className === undefined ? {} : { className })}
      bodyClassName="h-40"
      table={<ChartTable {...chart} />}
      tools={
        <CsvButton
          name={title}
          csv={() => ({
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
        <ul className="mb-1.5 flex flex-wrap gap-x-3 text-[11px] text-muted leading-4" aria-label="Legend">
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
