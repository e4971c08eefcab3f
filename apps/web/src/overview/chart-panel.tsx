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
export function ChartPanel({
  unit,
  className,
  ...chart
}: TimeChartProps & { readonly unit: string; readonly className?: string }) {
  const [asTable, setAsTable] = useState(false);
  return (
    <Card className={cn("flex flex-col px-3 pt-2.5 pb-2", className)} aria-label={chart.title}>
      <div className="flex items-center gap-2">
        <h2 className="min-w-0 flex-1 truncate font-medium text-[13px]">
          {chart.title} <span className="font-normal text-muted text-xs">{unit}</span>
        </h2>
        <Button
          variant="ghost"
          size="iconSm"
          className="-my-0.5 -mr-1"
          aria-label={asTable ? `Show ${chart.title} as a chart` : `Show ${chart.title} as a table`}
          title={asTable ? "Show as chart" : "Show as table"}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? <ChartSpline /> : <Table2 />}
        </Button>
      </div>
      <ul className="mb-1.5 flex h-4 gap-x-3 overflow-hidden text-[11px] text-muted leading-4">
        {chart.lines.map((line) => (
          <li key={line.key} className="inline-flex items-center gap-1 whitespace-nowrap">
            <LineSwatch color={line.color} dash={line.dash} band={chart.kind !== undefined && chart.kind !== "lines"} />
            {line.label}
          </li>
        ))}
      </ul>
      <div className="h-40">{asTable ? <ChartTable {...chart} /> : <TimeChart {...chart} />}</div>
    </Card>
  );
}
