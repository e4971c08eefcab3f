import { azureConversation } from "../arrivals/trace-fit.ts";
import { quantileAt } from "../arrivals/quantiles.ts";
import { type EnginePreset, enginePresets } from "../engine/engine-presets.ts";
import type { EngineOptions } from "../server/engine-options.ts";

/** One upstream of the demo: what it is made of, and what the demo's routing document says of it. */
export type DemoUpstream = {
  readonly name: "east-1" | "east-2" | "west-1";
  readonly region: string;
  readonly preset: EnginePreset;
  readonly tags: readonly string[];
  /** USD per million tokens. */
  readonly price: { readonly input: number; readonly cachedInput: number; readonly output: number };
};

/** The model that every upstream of the demo serves. */
export const demoModel = "llama-2-70b-chat";

/** Three replicas of one model on different machines: the faster, the dearer. */
export const demoFleet: readonly DemoUpstream[] = [
  {
    name: "east-1",
    region: "us-east",
    preset: "llama-2-70b-h100x8",
    tags: ["premium", "hipaa"],
    price: { input: 0.9, cachedInput: 0.45, output: 2.7 },
  },
  {
    name: "east-2",
    region: "us-east",
    preset: "llama-2-70b-h100x4",
    tags: ["standard", "hipaa"],
    price: { input: 0.6, cachedInput: 0.3, output: 1.8 },
  },
  {
    name: "west-1",
    region: "us-west",
    preset: "llama-2-70b-a100x8",
    tags: ["economy"],
    price: { input: 0.3, cachedInput: 0.15, output: 0.9 },
  },
];

/** Replies are shorter than the trace's, so that streams last 1 to 4 s and a small machine carries the demo easily. */
const replyScale = 0.25;

/** How the engine of a demo upstream is to be started. */
export function demoEngineOptions(upstream: DemoUpstream, port: number, apiKey: string): EngineOptions {
  return {
    name: upstream.name,
    port,
    model: enginePresets[upstream.preset],
    jitter: 0.15,
    seed: demoFleet.indexOf(upstream) + 1,
    models: [demoModel],
    apiKey,
    outputTokens: (random) => quantileAt(azureConversation.outputTokens, random()) * replyScale,
    keepRequests: 4,
  };
}
