"use client";

import { ChartSpline, Table2 } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { cn } from "../ui/cn.ts";
import { ChartTable } from "./chart-table.tsx";
import { LineSwatch } from "./line-swatch.tsx";
import { TimeChart, type TimeChartProps } from "./time-chart.tsx";

/** A chart with its title, unit and legend, and the same values as a table for who prefers it. */
export function ChartPanel({ unit, className, ...chart }: TimeChartProps & { readonly unit: string; readonly className?: string }) {
  const [asTable, setAsTable] = useState(false);
  return (
    <Card className={cn("flex flex-col px-3 pt-2.5 pb-2", className)} aria-label={chart.title}>
      <div className="mb-1 flex items-start gap-2">
        <h2 className="whitespace-nowrap font-medium text-[13px]">
          {chart.title} <span className="font-normal text-muted text-xs">{unit}</span>
        </h2>
        <ul className="ml-auto flex flex-wrap justify-end gap-x-2.5 pt-px text-[11px] text-muted leading-4">
          {chart.lines.length > 1 &&
            chart.lines.map((line) => (
              <li key={line.key} className="inline-flex items-center gap-1">
                <LineSwatch color={line.color} dash={line.dash} band={chart.kind !== undefined && chart.kind !== "lines"} />
                {line.label}
              </li>
            ))}
        </ul>
        <Button
          variant="ghost"
          size="iconSm"
          className="-mt-0.5 -mr-1"
          aria-label={asTable ? `Show ${chart.title} as a chart` : `Show ${chart.title} as a table`}
          title={asTable ? "Show as chart" : "Show as table"}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? <ChartSpline /> : <Table2 />}
        </Button>
      </div>
      <div className="h-40">{asTable ? <ChartTable {...chart} /> : <TimeChart {...chart} />}</div>
    </Card>
  );
}
