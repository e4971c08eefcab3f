import type { CellWidth } from "@meridian/db";
import type { Filled } from "./fill-cells.ts";
import type { Ingest } from "./measure-ingest.ts";
import type { LogRow } from "./measure-log.ts";
import type { QuestionRow } from "./measure-questions.ts";

export type BenchResult = {
  readonly command: string;
  readonly machine: string;
  readonly measuredAt: string;
  /** One-minute load of the machine before and after measuring. */
  readonly load: readonly number[];
  readonly days: number;
  readonly cells: Filled & { readonly bytesPerMillion: Readonly<Record<CellWidth, number>> };
  readonly questions: readonly QuestionRow[];
  readonly log: { readonly lines: number; readonly pages: readonly LogRow[] };
  readonly ingest: Ingest;
};

export const targets = { questionP95Ms: 300, pageP95Ms: 200, recordsPerSecond: 10_000 };

/** What misses its target, a line each; empty when all is well. */
export function missed({ questions, log, ingest }: BenchResult): readonly string[] {
  return [
    ...questions
      .filter(({ p95Ms }) => p95Ms > targets.questionP95Ms)
      .map(({ question, range, p95Ms }) => `${question} over ${range}: p95 ${p95Ms} ms`),
    ...log.pages.filter(({ p95Ms }) => p95Ms > targets.pageP95Ms).map(({ page, p95Ms }) => `${page}: p95 ${p95Ms} ms`),
    ...(ingest.recordsPerSecond < targets.recordsPerSecond ? [`ingest: ${ingest.recordsPerSecond} records/s`] : []),
  ];
}

const count = (value: number): string => Math.round(value).toLocaleString("en-US");
const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(0)} MB`;
const names: Readonly<Record<CellWidth, string>> = {
  10: "10 s",
  60: "1 min",
  300: "5 min",
  3_600: "1 h",
  21_600: "6 h",
  86_400: "1 day",
};

/** The result for people. */
export function benchReport(result: BenchResult): string {
  const { cells, questions, log, ingest } = result;
  const widths = Object.entries(names) as unknown as [CellWidth, string][];
  const ranges = [...new Set(questions.map(({ range }) => range))];
  const kinds = [...new Set(questions.map(({ question }) => question))];
  const cellOf = (question: string, range: string): string => {
    const row = questions.find((one) => one.question === question && one.range === range);
    return row ? `${row.p50Ms.toFixed(0)} / ${row.p95Ms.toFixed(0)} · ${count(row.rowsRead)}` : "";
  };
  const misses = missed(result);
  return `# Dashboards, request log and ingest, measured

\`${result.command}\`, ${result.measuredAt}, on ${result.machine}. Load of the machine before and after: ${result.load
    .map((load) => load.toFixed(1))
    .join(", ")}.

Targets: every dashboard query p95 ≤ ${targets.questionP95Ms} ms, every page of the log p95 ≤ ${targets.pageP95Ms} ms, ≥ ${count(targets.recordsPerSecond)} records/s. ${misses.length === 0 ? "All are met." : `Missed: ${misses.join("; ")}.`}

## What is in the database

${count(cells.requests)} requests over ${result.days} days in ${count(cells.series)} series (all views). One day is drawn request by request, counted
by the gateway's aggregator and compacted by the worker; the days before repeat it under their own config versions, each
width as far back as it is kept.

| width | cells, all views | disk per million requests |
|---|---:|---:|
${widths.map(([width, name]) => `| ${name} | ${count(cells.cells[width])} | ${megabytes(cells.bytesPerMillion[width])} |`).join("\n")}

Per million requests: request log ${megabytes(ingest.requestBytes)}, details (plan and attempts) ${megabytes(ingest.detailBytes)}, with indexes.

## Dashboard queries: p50 / p95 in ms · rows read

Through the verb, to JSON and decoded as in the browser, ${questions[0]?.rounds ?? 0} rounds of all queries in turn.

| query | ${ranges.join(" | ")} |
|---|${ranges.map(() => "---:").join("|")}|
${kinds.map((kind) => `| ${kind} | ${ranges.map((range) => cellOf(kind, range)).join(" | ")} |`).join("\n")}

## Pages of the request log at ${count(log.lines)} lines

A page looks at no more than 20,000 lines and says how far it looked.

| page of 50 | p50 ms | p95 ms | lines found | looked back |
|---|---:|---:|---:|---|
${log.pages
  .map(
    ({ page, p50Ms, p95Ms, lines, lookedHours }) =>
      `| ${page} | ${p50Ms.toFixed(0)} | ${p95Ms.toFixed(0)} | ${lines} | ${lookedHours === null ? "full, or the end" : `${lookedHours} h`} |`,
  )
  .join("\n")}

## Ingest

${count(ingest.records)} records in ${ingest.seconds} s by two gateways, ${count(ingest.recordsPerSecond)} records/s (slowest second ${count(ingest.slowestSecond)}), in batches of 1,000 (p50 ${ingest.batch.p50Ms} ms, p95
${ingest.batch.p95Ms} ms), with ${count(ingest.cells)} cell upserts, and ${ingest.compaction.rounds} rounds of compaction (p95 ${count(ingest.compaction.p95Ms)} ms, ${count(ingest.compactedCells)} cells) at
the same time. Postgres, gateways' writers and worker share the machine.
`;
}
