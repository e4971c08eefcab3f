import { type MergedUpstream, mergeUpstreams } from "../../live/merge-upstreams.ts";
import type { LiveFrame } from "../data/use-live-frame.ts";
import type { UsageRow } from "./usage-rows.ts";

/** How much of what an upstream may do at a time it does now. */
export type Capacity = {
  /** `max_in_flight` of the config; of all gateways that are heard, where each keeps it for itself. */
  readonly limit: number;
  readonly free: number;
  /** 0..1, above it when gateways have just got a lower limit. */
  readonly utilisation: number;
};

/** One line of the table: what gateways say now beside what the window adds up to. */
export type UpstreamRow = {
  readonly name: string;
  readonly live: MergedUpstream | null;
  readonly usage: UsageRow | null;
  /** null: no limit is set, or nobody can be heard. */
  readonly capacity: Capacity | null;
};

/** Upstreams in the config's order, then those that only the window knows. */
export function upstreamRows(
  { moment, nowMs }: Pick<LiveFrame, "moment" | "nowMs">,
  usage: readonly UsageRow[],
  draining: ReadonlySet<string>,
  limits: ReadonlyMap<string, number>,
): UpstreamRow[] {
  const live = mergeUpstreams(
    moment.gateways.map(({ upstreams }) => upstreams),
    nowMs,
    draining,
  );
  const past = usage.filter(({ group }) => group !== "" && !live.some(({ name }) => name === group));
  return [
    ...live.map((one) => ({
      name: one.name,
      live: one,
      usage: usage.find(({ group }) => group === one.name) ?? null,
      capacity: capacityOf(one, limits.get(one.name)),
    })),
    ...past.map((row) => ({ name: row.group, live: null, usage: row, capacity: null })),
  ];
}

function capacityOf(
  { inFlight, gateways, limitsShared }: MergedUpstream,
  configured: number | undefined,
): Capacity | null {
  if (configured === undefined) return null;
  const limit = limitsShared ? configured : configured * gateways;
  return { limit, free: Math.max(0, limit - inFlight), utilisation: inFlight / limit };
}
