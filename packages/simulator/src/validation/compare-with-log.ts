import { Engine } from "../engine/engine.ts";
import type { EngineModel } from "../engine/engine-model.ts";
import type { LoggedRequest } from "./engine-log.ts";

const measures = ["TTFT", "TPOT", "E2E"] as const;
const statistics = ["mean", "p50", "p90", "p99"] as const;

/** A statistic of a real run beside the simulated one. Times in ms. */
export type LogComparison = {
  readonly measure: (typeof measures)[number];
  readonly statistic: (typeof statistics)[number];
  readonly real: number;
  readonly simulated: number;
};

/** Replays a real engine's requests at the times at which they came, and compares what came of them. */
export function compareWithLog(log: readonly LoggedRequest[], model: EngineModel): readonly LogComparison[] {
  const real = timesOf(log);
  const simulated = timesOf(replay(log, model));
  return measures.flatMap((measure) =>
    statistics.map((statistic) => ({
      measure,
      statistic,
      real: valueOf(real[measure], statistic),
      simulated: valueOf(simulated[measure], statistic),
    })),
  );
}

function replay(log: readonly LoggedRequest[], model: EngineModel): readonly LoggedRequest[] {
  const engine = new Engine(model);
  const requests = log.map((request) => ({ ...request, firstTokenAtMs: Number.NaN, lastTokenAtMs: Number.NaN }));
  const byId = new Map<number | null, (typeof requests)[number]>();
  let nowMs = 0;
  for (let next = 0; ; ) {
    for (; next < requests.length && requests[next]!.arrivedAtMs <= nowMs; next++) {
      const { promptTokens, outputTokens } = requests[next]!;
      byId.set(engine.submit(promptTokens, outputTokens), requests[next]!);
    }
    const stepMs = engine.beginStep();
    if (stepMs === null) {
      if (next === requests.length) return requests;
      nowMs = requests[next]!.arrivedAtMs;
      continue;
    }
    nowMs += stepMs;
    engine.applyStep();
    for (const id of engine.firstTokens) byId.get(id)!.firstTokenAtMs = nowMs;
    for (const id of engine.finished) byId.get(id)!.lastTokenAtMs = nowMs;
  }
}

function timesOf(requests: readonly LoggedRequest[]): Readonly<Record<(typeof measures)[number], Float64Array>> {
  const sorted = (values: readonly number[]) => Float64Array.from(values).sort();
  return {
    TTFT: sorted(requests.map(({ arrivedAtMs, firstTokenAtMs }) => firstTokenAtMs - arrivedAtMs)),
    TPOT: sorted(
      requests
        .filter(({ outputTokens }) => outputTokens > 1)
        .map(
          ({ firstTokenAtMs, lastTokenAtMs, outputTokens }) => (lastTokenAtMs - firstTokenAtMs) / (outputTokens - 1),
        ),
    ),
    E2E: sorted(requests.map(({ arrivedAtMs, lastTokenAtMs }) => lastTokenAtMs - arrivedAtMs)),
  };
}

const shareOf = { p50: 0.5, p90: 0.9, p99: 0.99 } as const;

function valueOf(sorted: Float64Array, statistic: (typeof statistics)[number]): number {
  if (statistic === "mean") return sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return sorted[Math.floor(shareOf[statistic] * sorted.length)]!;
}
