import { enginePresets } from "../engine/engine-presets.ts";
import { simulatedUpstream } from "../simulation/simulated-upstream.ts";
import type { Workload } from "../simulation/workload.ts";
import { readAzureTrace } from "../workloads/azure-trace.ts";
import { readMooncakeTrace } from "../workloads/mooncake-trace.ts";
import { oneGateway, type Scenario } from "./scenario.ts";

const a100 = enginePresets["llama-3-8b-a100"];

/**
 * A scenario of a trace's own requests. JSON lines are Mooncake's: four replicas of an 8B model on A100 with KV caches of 3
 * million tokens, as with an offload to memory, at the trace's own speed. CSV is Azure's: the six replicas of `steady`, the
 * trace sped up 5 times. Throws an error that names the line that cannot be read.
 */
export function traceScenario(text: string): Scenario {
  if (text.trimStart().startsWith("{")) {
    return {
      ...oneGateway,
      name: "mooncake-trace",
      description:
        "A trace of Mooncake's form: four replicas of an 8B model on A100 that keep 3 million tokens each, at the trace's own speed.",
      upstreams: Array.from({ length: 4 }, (_, at) =>
        simulatedUpstream(`replica-${at + 1}`, { ...a100, kvTokens: 3_000_000 }),
      ),
      objectiveMs: 5_000,
      kneePerSecond: null,
      utilisation: 1,
      workload: (seed) => readMooncakeTrace(text, seed),
    };
  }
  const trace = readAzureTrace(text);
  return {
    ...oneGateway,
    name: "azure-trace",
    description:
      "A trace of Azure's form: six replicas of an 8B model on A100, the trace five times as fast as it was.",
    upstreams: Array.from({ length: 6 }, (_, at) => simulatedUpstream(`replica-${at + 1}`, a100)),
    objectiveMs: 1_000,
    kneePerSecond: null,
    utilisation: 1,
    workload: () => sped(trace, 5),
  };
}

/** The same requests, `factor` times as fast after one another. */
function sped(workload: Workload, factor: number): Workload {
  return { ...workload, arrivalMs: workload.arrivalMs.map((atMs) => atMs / factor) };
}
