import { type Cell, emptyCounts } from "@meridian/metrics";

/** A cell of 1 completed request that cost something. */
export function costCell(environmentId: string, startMs: number, usd: number, keyId = "k"): Cell {
  return {
    environmentId,
    instanceId: "0198a1b2-0000-7000-8000-0000000000aa",
    epoch: 1,
    startMs,
    route: "chat",
    model: "small",
    upstream: "east-1",
    configVersion: 1,
    keyId,
    promptVariant: "",
    callerRegion: "",
    outcome: "completed",
    counts: { ...emptyCounts, requests: 1, costNanoUsd: usd * 1e9 },
  };
}
