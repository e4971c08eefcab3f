import { type MergedUpstream, mergeUpstreams } from "../live/merge-upstreams.ts";
import type { UpstreamLine } from "./overview-model.ts";
import type { Frame } from "./use-overview.ts";

/** One line of the table: what gateways say now beside what the cells add up to. */
export type UpstreamRow = {
  readonly name: string;
  readonly live: MergedUpstream | null;
  readonly line: UpstreamLine | null;
  /** 0..1 of the attempts begun in the last 10 s; null without any. */
  readonly share: number | null;
};

/** Upstreams in the config's order, then those that only the past knows. */
export function upstreamRows(
  { moment, nowMs }: Frame,
  lines: readonly UpstreamLine[],
  draining: ReadonlySet<string>,
): UpstreamRow[] {
  const live = mergeUpstreams(
    moment.gateways.map(({ upstreams }) => upstreams),
    nowMs,
    draining,
  );
  const attempts = [...moment.recentAttempts.values()].reduce((sum, count) => sum + count, 0);
  const past = lines.filter(({ name }) => !live.some((one) => one.name === name));
  return [
    ...live.map((one) => ({
      name: one.name,
      live: one,
      line: lines.find(({ name }) => name === one.name) ?? null,
      share: attempts === 0 ? null : (moment.recentAttempts.get(one.name) ?? 0) / attempts,
    })),
    ...past.map((line) => ({ name: line.name, live: null, line, share: null })),
  ];
}
