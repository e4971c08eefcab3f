import { usdOf } from "../../format/format-money.ts";
import type { Series } from "../data/series-builder.ts";
import { summaryOf } from "../data/tally.ts";

/** What one value of a dimension comes to in the window. */
export type UsageRow = {
  readonly group: string;
  readonly requests: number;
  /** 0..1 of all requests. */
  readonly share: number;
  /** 0..1; null when nothing was answered. */
  readonly errorRate: number | null;
  readonly failed: number;
  /** ms. */
  readonly p95: number | null;
  readonly firstToken95: number | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
  /** 0..1 of the whole cost; null when nothing cost anything. */
  readonly usdShare: number | null;
  /** Requests per second, one for each step. */
  readonly shape: readonly (number | null)[];
};

export function usageRows(series: Series): UsageRow[] {
  const totalUsd = usdOf(summaryOf(series.whole).costNanoUsd);
  return series.groups.map(({ group, whole, points }) => {
    const sum = summaryOf(whole);
    const usd = usdOf(sum.costNanoUsd);
    return {
      group,
      requests: sum.requests,
      share: series.requests === 0 ? 0 : sum.requests / series.requests,
      errorRate: sum.errorRate,
      failed: sum.failed,
      p95: sum.durationMs.p95,
      firstToken95: sum.firstTokenMs.p95,
      inputTokens: sum.inputTokens,
      outputTokens: sum.outputTokens,
      usd,
      usdShare: totalUsd === 0 ? null : usd / totalUsd,
      shape: points.map(({ figures }) => figures && figures.requests),
    };
  });
}

export const usageSorts = [
  "name",
  "requests",
  "errorRate",
  "p95",
  "firstToken95",
  "inputTokens",
  "outputTokens",
  "usd",
] as const;
export type UsageSort = { readonly by: (typeof usageSorts)[number]; readonly descending: boolean };

/** Rows in order; what was not measured stands last either way. Equal ones stand by name. */
export function sortUsage(
  rows: readonly UsageRow[],
  { by, descending }: UsageSort,
  nameOf: (group: string) => string,
): UsageRow[] {
  const byName = (a: UsageRow, b: UsageRow) =>
    nameOf(a.group).localeCompare(nameOf(b.group), "en-US", { numeric: true });
  return rows.toSorted((a, b) => {
    if (by === "name") return descending ? byName(b, a) : byName(a, b);
    const [left, right] = [a[by], b[by]];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || byName(a, b);
    return (descending ? right - left : left - right) || byName(a, b);
  });
}
