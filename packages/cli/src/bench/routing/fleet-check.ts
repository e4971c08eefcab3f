import {
  azureConversation,
  drawWorkload,
  enginePresets,
  promptText,
  roundRobin,
  runFigures,
  seededRandom,
  simulate,
  simulatedUpstream,
  startEngine,
  type Workload,
} from "@meridian/simulator";
import { chatSender } from "../../chat-client/send-chat.ts";
import { pause } from "../../pause.ts";
import { percentile } from "../../percentile.ts";

/** The same requests to two engines as HTTP servers in real time, and in a simulation. Times in ms. */
export type FleetCheck = {
  readonly answered: number;
  readonly rows: readonly {
    readonly measure: string;
    readonly statistic: string;
    readonly real: number;
    readonly simulated: number;
  }[];
  /** Median TTFT of each engine, the faster first. */
  readonly byEngine: readonly { readonly name: string; readonly real: number; readonly simulated: number }[];
};

const models = {
  fast: enginePresets["llama-3.1-8b-h100"],
  slow: enginePresets["llama-3-8b-a100"],
};

/** Some 20 s of Azure's conversations with replies of a quarter of their length, two thirds of what the two engines can do. */
export function fleetWorkload(requests = 400): Workload {
  const drawn = drawWorkload(1, { ...azureConversation, requestsPerSecond: 20 }, requests);
  return { ...drawn, outputTokens: drawn.outputTokens.map((tokens) => Math.ceil(tokens / 4)) };
}

/** As a Markdown table. */
export function fleetTable({ rows, byEngine }: FleetCheck): string {
  const ms = (value: number) => Math.round(value).toLocaleString("en-US");
  const all = [
    ...rows.map(({ measure, statistic, real, simulated }) => ({ what: `${measure} ${statistic}`, real, simulated })),
    ...byEngine.map(({ name, real, simulated }) => ({ what: `TTFT p50, the ${name} engine`, real, simulated })),
  ];
  return [
    "| | real, ms | simulated, ms | real ÷ simulated |",
    "|---|---:|---:|---:|",
    ...all.map(
      ({ what, real, simulated }) => `| ${what} | ${ms(real)} | ${ms(simulated)} | ${(real / simulated).toFixed(2)} |`,
    ),
  ].join("\n");
}

const never = new AbortController().signal;

/** Sends `workload` in turn to the two engines as its times say, over real sockets, and simulates the same. */
export async function checkFleet(workload: Workload): Promise<FleetCheck> {
  const names = Object.keys(models) as (keyof typeof models)[];
  const engines = await Promise.all(names.map((name) => startEngine({ name, model: models[name], outputTokens: 1e6 })));
  try {
    const senders = engines.map(({ url }) => chatSender(url, "none"));
    const random = seededRandom(1);
    const beganMs = performance.now();
    const results = await Promise.all(
      Array.from(workload.arrivalMs, async (atMs, index) => {
        const prompt = promptText(workload.promptTokens[index]!, random);
        await pause(Math.max(0, beganMs + atMs - performance.now()), never);
        return senders[index % senders.length]!({
          model: "any",
          prompt,
          stream: true,
          maxOutputTokens: workload.outputTokens[index]!,
          leavesAfterTokens: null,
        });
      }),
    );
    return compare(workload, results, names);
  } finally {
    await Promise.all(engines.map((engine) => engine.close()));
  }
}

function compare(
  workload: Workload,
  results: readonly Awaited<ReturnType<ReturnType<typeof chatSender>>>[],
  names: readonly (keyof typeof models)[],
): FleetCheck {
  const upstreams = names.map((name) => simulatedUpstream(name, models[name]));
  const simulated = simulate({
    upstreams,
    workload,
    gateways: ["us-east"],
    roundTripMs: () => 0,
    router: roundRobin,
    timeouts: { firstTokenMs: null, idleMs: 30_000 },
    seed: 1,
  });
  const { firstTokenMs, endToEndMs } = runFigures(simulated, { upstreams, objectiveMs: 1_000, warmUp: 0 });
  const answered = results.flatMap((result, index) =>
    result.kind === "answered" ? [{ ...result, engine: index % names.length }] : [],
  );
  const firsts = answered.map((result) => result.firstTokenMs ?? Number.NaN);
  const whole = answered.map(({ durationMs }) => durationMs);
  const at = (values: readonly number[], share: number) => percentile(values, share) ?? Number.NaN;
  return {
    answered: answered.length,
    rows: [
      { measure: "TTFT", statistic: "p50", real: at(firsts, 0.5), simulated: firstTokenMs.p50 },
      { measure: "TTFT", statistic: "p90", real: at(firsts, 0.9), simulated: firstTokenMs.p90 },
      { measure: "E2E", statistic: "p50", real: at(whole, 0.5), simulated: endToEndMs.p50 },
      { measure: "E2E", statistic: "p90", real: at(whole, 0.9), simulated: endToEndMs.p90 },
    ],
    byEngine: names.map((name, engine) => ({
      name,
      real: at(
        answered.filter((result) => result.engine === engine).map((result) => result.firstTokenMs ?? Number.NaN),
        0.5,
      ),
      simulated: at(
        Array.from(simulated.firstTokenMs, (ms, index) => ms - workload.arrivalMs[index]!).filter(
          (_, index) => simulated.upstream[index] === engine,
        ),
        0.5,
      ),
    })),
  };
}
