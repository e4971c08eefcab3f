"use client";

import { formatDuration } from "../../format/format-duration.ts";
import { formatUsd, usdOf } from "../../format/format-money.ts";
import { formatCount, formatPercent, formatRate } from "../../format/format-number.ts";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { emptyTally, summaryOf, type Tally } from "../data/tally.ts";
import type { SeriesNow } from "../data/use-series.ts";
import { type Better, deltaOf } from "../kpi/delta.ts";
import { DeltaBadge } from "../kpi/delta-badge.tsx";
import { CsvButton } from "../panel/csv-button.tsx";
import { Panel } from "../panel/panel.tsx";

type Row = {
  readonly label: string;
  readonly better: Better;
  readonly as: "percent" | "points";
  readonly format: (value: number | null) => string;
  readonly value: (tally: Tally) => number | null;
};

const duration = { better: "lower", as: "percent", format: formatDuration } as const;
const perRequest = (tally: Tally, count: (of: ReturnType<typeof summaryOf>) => number) => {
  const sum = summaryOf(tally);
  return sum.requests === 0 ? null : count(sum) / sum.requests;
};

const rows: readonly Row[] = [
  {
    label: "Requests",
    better: "neither",
    as: "percent",
    format: (value) => (value === null ? "–" : formatCount(value)),
    value: (tally) => summaryOf(tally).requests,
  },
  {
    label: "Error rate",
    better: "lower",
    as: "points",
    format: formatPercent,
    value: (tally) => summaryOf(tally).errorRate,
  },
  { label: "Latency p50", ...duration, value: (tally) => summaryOf(tally).durationMs.p50 },
  { label: "Latency p95", ...duration, value: (tally) => summaryOf(tally).durationMs.p95 },
  { label: "Latency p99", ...duration, value: (tally) => summaryOf(tally).durationMs.p99 },
  { label: "TTFT p50", ...duration, value: (tally) => summaryOf(tally).firstTokenMs.p50 },
  { label: "TTFT p95", ...duration, value: (tally) => summaryOf(tally).firstTokenMs.p95 },
  {
    label: "Tokens per request",
    better: "neither",
    as: "percent",
    format: formatRate,
    value: (tally) => perRequest(tally, ({ inputTokens, outputTokens }) => inputTokens + outputTokens),
  },
  {
    label: "Attempts per request",
    better: "lower",
    as: "percent",
    format: formatRate,
    value: (tally) => perRequest(tally, ({ attempts }) => attempts),
  },
  {
    label: "Cost per 1,000 requests",
    better: "lower",
    as: "percent",
    format: formatUsd,
    value: (tally) => perRequest(tally, ({ costNanoUsd }) => usdOf(costNanoUsd) * 1_000),
  },
];

/** Two config versions beside each other: what each served in the window, a request on the average. */
export function VersionTable({
  versions,
  of,
}: {
  readonly versions: SeriesNow;
  readonly of: readonly [number, number];
}) {
  const [a, b] = of.map(
    (version) => versions.series?.groups.find(({ group }) => group === String(version))?.whole ?? emptyTally,
  );
  const values = rows.map((row) => {
    const [first, second] = [row.value(a ?? emptyTally), row.value(b ?? emptyTally)];
    return { row, first, second, delta: deltaOf(second, first, row.better, row.as) };
  });
  const [nameA, nameB] = of.map((version) => `v${version}`);
  return (
    <Panel
      title={`Difference from ${nameA} to ${nameB}`}
      term="versionComparison"
      state={versions.state}
      className="px-0 *:first:px-4"
      tools={
        <CsvButton
          name={`${nameA} and ${nameB}`}
          csv={() => ({
            header: ["figure", nameA ?? "", nameB ?? ""],
            rows: values.map(({ row, first, second }) => [row.label, first, second]),
          })}
        />
      }
    >
      <Table label={`Difference from ${nameA} to ${nameB}`}>
        <thead>
          <tr>
            <Th>Figure</Th>
            <Th numeric>{nameA}</Th>
            <Th numeric>{nameB}</Th>
            <Th>Difference</Th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ row, first, second, delta }) => (
            <Tr key={row.label}>
              <Td>{row.label}</Td>
              <Td numeric>{row.format(first)}</Td>
              <Td numeric>{row.format(second)}</Td>
              <Td className="text-xs">
                {delta ? <DeltaBadge delta={delta} /> : <span className="text-muted">–</span>}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
