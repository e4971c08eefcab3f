"use client";

import type { ReactNode } from "react";
import { useMemo } from "react";
import { formatRate } from "../../format/format-number.ts";
import { Select } from "../../ui/select.tsx";
import { chartSpecs } from "../chart/chart-specs.ts";
import type { DeploymentMark } from "../chart/deployment-mark.ts";
import { groupLines, largestFirst } from "../chart/lines-of.ts";
import { otherColor, seriesColor } from "../chart/series-colors.ts";
import { TimeChart } from "../chart/time-chart.tsx";
import type { SeriesNow } from "../data/use-series.ts";
import { CsvButton } from "../panel/csv-button.tsx";
import { Panel } from "../panel/panel.tsx";
import { type Dimension, dimensions, dimensionWords } from "../view/dimension-words.ts";
import { UsageTable } from "./usage-table.tsx";
import { usageRows } from "./usage-rows.ts";

const title = "Usage and cost";

/** What traffic is made of, by one dimension: over time and in sums. */
export function UsagePanel({
  breakdown,
  by,
  onBy,
  nameOf,
  onNarrow,
  marks,
  empty,
}: {
  readonly breakdown: SeriesNow;
  readonly by: Dimension;
  readonly onBy: (by: Dimension) => void;
  readonly nameOf: (dimension: Dimension, value: string) => string;
  readonly onNarrow: (dimension: Dimension, value: string) => void;
  readonly marks: readonly DeploymentMark[];
  readonly empty: ReactNode;
}) {
  const { series, question, state, foldedGroups } = breakdown;
  // While another dimension is asked for, what is on show belongs to the one before.
  const shown = question?.by ?? by;
  const { one } = dimensionWords[shown];
  const rows = useMemo(() => (series === null ? [] : usageRows(series)), [series]);
  const groups = useMemo(() => (series === null ? [] : largestFirst(series.groups)), [series]);
  const colors = useMemo(() => new Map(groups.map(({ group }, at) => [group, seriesColor(at)])), [groups]);
  const words = useMemo(() => (group: string) => nameOf(shown, group), [nameOf, shown]);
  const lines = useMemo(
    () => (series === null ? [] : groupLines(series, { groups, nameOf: words, as: "requests" })),
    [series, groups, words],
  );
  return (
    <Panel
      title={title}
      unit={`by ${one.toLowerCase()}`}
      term="usage"
      state={state}
      empty={empty ?? (series !== null && rows.length === 0 ? <Nothing /> : null)}
      className="px-0 *:first:px-4"
      tools={
        <>
          <Select
            aria-label="Break down by"
            className="mr-1 [&_select]:h-7 [&_select]:text-xs [&_svg]:top-1.5"
            value={by}
            onChange={({ target }) => onBy(target.value as Dimension)}
          >
            {dimensions.map((dimension) => (
              <option key={dimension} value={dimension}>
                {dimensionWords[dimension].one}
              </option>
            ))}
          </Select>
          <CsvButton
            name={`${title} by ${one}`}
            csv={() => ({
              header: [
                one.toLowerCase(),
                "requests",
                "share",
                "failed",
                "error rate",
                "latency p95 (ms)",
                "TTFT p95 (ms)",
                "input tokens",
                "output tokens",
                "cost (USD)",
              ],
              rows: rows.map((row) => [
                words(row.group),
                row.requests,
                row.share,
                row.failed,
                row.errorRate,
                row.p95,
                row.firstToken95,
                row.inputTokens,
                row.outputTokens,
                row.usd,
              ]),
            })}
          />
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)]">
        {series !== null && (
          <div className="mx-3 h-36">
            <TimeChart
              title={`Requests by ${one.toLowerCase()}`}
              moments={series.points}
              fromMs={series.fromMs}
              toMs={series.toMs}
              partialFromMs={series.partialFromMs}
              lines={lines}
              kind="bands"
              marks={marks}
              format={formatRate}
              formatAxis={chartSpecs.requests.formatAxis}
              least={1}
            />
          </div>
        )}
        <UsageTable
          label={`${title} by ${one.toLowerCase()}`}
          name={one}
          rows={rows}
          nameOf={words}
          colorOf={(group) => colors.get(group) ?? otherColor}
          onNarrow={(group) => onNarrow(shown, group)}
          foldedGroups={foldedGroups}
        />
      </div>
    </Panel>
  );
}

function Nothing() {
  return <p className="px-4 py-6 text-center text-muted text-xs">Nothing was requested here.</p>;
}
