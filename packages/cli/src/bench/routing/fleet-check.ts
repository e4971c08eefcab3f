import {
  azureConversation,
  drawConversations,
  drawWorkload,
  type EngineModel,
  enginePresets,
  promptText,
  roundRobin,
  runFigures,
  seededRandom,
  simulate,
  simulatedUpstream,
  startEngine,
  supportChats,
  type Workload,
} from "@meridian/simulator";
import { type ChatResult, chatSender } from "../../chat-client/send-chat.ts";
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
  /** 0..1: tokens of the prompts that were found in a KV cache; null: no prompt begins as another. */
  readonly cachedShare: { readonly real: number; readonly simulated: number } | null;
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

/** Of the engine's own over HTTP. */
const blockTokens = 16;

/** Chats that come before those that are sent: at first there are few, and all are new. */
const chatsBefore = 150;

/** Some 20 s of chats with short pauses, behind the instructions of 20 tenants. */
export function chatWorkload(requests = 300): Workload {
  const fit = { ...supportChats, blockTokens, pauseMs: 3_000 };
  const drawn = drawConversations(1, fit, 12, chatsBefore + requests);
  const beganMs = drawn.arrivalMs[chatsBefore] ?? 0;
  const promptTokens = drawn.promptTokens.subarray(chatsBefore);
  // What the next turn quotes is not what an engine over HTTP has answered: only prompts are found again.
  const blocks = drawn.blocks
    ?.slice(chatsBefore)
    .map((each, at) => Int32Array.from(each).subarray(0, Math.floor(promptTokens[at]! / blockTokens)));
  return {
    ...drawn,
    arrivalMs: drawn.arrivalMs.subarray(chatsBefore).map((ms) => ms - beganMs),
    promptTokens,
    outputTokens: drawn.outputTokens.subarray(chatsBefore).map((tokens) => Math.ceil(tokens / 4)),
    session: drawn.session?.subarray(chatsBefore) ?? null,
    blocks: blocks ?? null,
  };
}

/** So much as that caches do not keep all of `chatWorkload`. */
export const smallCacheTokens = 40_000;

/** As a Markdown table. */
export function fleetTable({ rows, cachedShare, byEngine }: FleetCheck): string {
  const ms = (value: number) => Math.round(value).toLocaleString("en-US");
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
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
    ...(cachedShare === null
      ? []
      : [
          `| tokens of prompts found cached | ${percent(cachedShare.real)} | ${percent(cachedShare.simulated)} | ${(cachedShare.real / cachedShare.simulated).toFixed(2)} |`,
        ]),
  ].join("\n");
}

/** Text of `promptTokens` tokens of an engine over HTTP: the same for the same blocks. */
function textOf({ blocks, promptTokens }: Workload, index: number, random: () => number): string {
  const known = Array.from(blocks?.[index] ?? [], (block) => promptText(blockTokens, seededRandom(block)));
  const rest = promptTokens[index]! - known.length * blockTokens;
  return known.join("") + (rest > 0 ? promptText(rest, random) : "");
}

const never = new AbortController().signal;

/**
 * Sends `workload` in turn to the two engines as its times say, over real sockets, and simulates the same.
 *
 * @param kvTokens of each engine's KV cache, instead of the model's
 */
export async function checkFleet(workload: Workload, kvTokens?: number): Promise<FleetCheck> {
  const fleet = Object.entries(models).map(([name, model]) => ({
    name,
    model: { ...model, kvTokens: kvTokens ?? model.kvTokens },
  }));
  const engines = await Promise.all(fleet.map((each) => startEngine({ ...each, outputTokens: 1e6 })));
  try {
    const senders = engines.map(({ url }) => chatSender(url, "none"));
    const random = seededRandom(1);
    // Before the first is due: writing them takes time.
    const prompts = Array.from(workload.arrivalMs, (_, index) => textOf(workload, index, random));
    const beganMs = performance.now();
    const results = await Promise.all(
      Array.from(workload.arrivalMs, async (atMs, index) => {
        await pause(Math.max(0, beganMs + atMs - performance.now()), never);
        return senders[index % senders.length]!({
          model: "any",
          prompt: prompts[index]!,
          stream: true,
          maxOutputTokens: workload.outputTokens[index]!,
          leavesAfterTokens: null,
        });
      }),
    );
    const loads = engines.map((engine) => engine.load());
    const sum = (of: "promptTokens" | "cachedTokens") => loads.reduce((total, load) => total + load[of], 0);
    return compare(workload, { results, cachedShare: sum("cachedTokens") / sum("promptTokens") }, fleet);
  } finally {
    await Promise.all(engines.map((engine) => engine.close()));
  }
}

function compare(
  workload: Workload,
  { results, cachedShare }: { readonly results: readonly ChatResult[]; readonly cachedShare: number },
  fleet: readonly { readonly name: string; readonly model: EngineModel }[],
): FleetCheck {
  const upstreams = fleet.map(({ name, model }) => simulatedUpstream(name, model));
  const simulated = simulate({
    upstreams,
    workload,
    gateways: ["us-east"],
    roundTripMs: () => 0,
    router: roundRobin,
    timeouts: { firstTokenMs: null, idleMs: 30_000 },
    seed: 1,
  });
  const { firstTokenMs, endToEndMs, hitRate } = runFigures(simulated, { upstreams, objectiveMs: 1_000, warmUp: 0 });
  const answered = results.flatMap((result, index) =>
    result.kind === "answered" ? [{ ...result, engine: index % fleet.length }] : [],
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
    cachedShare: workload.blocks && { real: cachedShare, simulated: hitRate },
    byEngine: fleet.map(({ name }, engine) => ({
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
