import type { EngineModel } from "../engine/engine-model.ts";

/** One upstream of a simulated fleet: an engine, or a provider's API that is modelled as one. */
export type SimulatedUpstream = {
  readonly name: string;
  /** Of an API nobody sees the engine behind it. */
  readonly provider: "vllm" | "openai-compatible";
  readonly region: string;
  readonly model: EngineModel;
  readonly tags: readonly string[];
  /** Tier in the routes of the scenario; lower is tried first. */
  readonly priority: number;
  /** USD per million tokens. */
  readonly price: { readonly input: number; readonly cachedInput: number; readonly output: number } | null;
  /** What it answers 429 above, in any 60 s. */
  readonly quota: Quota | null;
  /** Requests are refused until its model is loaded; 0: it is there from the beginning. */
  readonly readyAtMs: number;
  readonly faults: readonly FaultSpan[];
};

export type Quota = { readonly requestsPerMinute: number | null; readonly tokensPerMinute: number | null };

/** What is wrong with an upstream for a while. Spans of one upstream do not overlap. */
export type FaultSpan = {
  readonly fromMs: number;
  readonly toMs: number;
} /** Connections are refused; what runs is cut and what is cached is lost. */ & (
  | { readonly kind: "crash" }
  /** Takes requests and answers nothing; replies stop where they are. */
  | { readonly kind: "hang" }
  /** Every step takes this many times as long, and no request fails: a gray failure when it is 10. */
  | { readonly kind: "slow"; readonly factor: number }
  /** This share (0..1) of the requests is answered with a 500 at once. */
  | { readonly kind: "errors"; readonly share: number }
);

/** A fault that comes and goes: on for `onMs`, off for `offMs`, over and over. */
export function flapping(fault: FaultSpan, onMs: number, offMs: number): readonly FaultSpan[] {
  const spans: FaultSpan[] = [];
  for (let fromMs = fault.fromMs; fromMs < fault.toMs; fromMs += onMs + offMs)
    spans.push({ ...fault, fromMs, toMs: Math.min(fromMs + onMs, fault.toMs) });
  return spans;
}

/** An upstream in `region`, by default well, free, without limits, and first choice. */
export function simulatedUpstream(
  name: string,
  model: EngineModel,
  more: Partial<SimulatedUpstream> = {},
): SimulatedUpstream {
  const place = { provider: "vllm", region: "us-east", tags: [], priority: 1 } as const;
  const limits = { price: null, quota: null, readyAtMs: 0, faults: [] };
  return { ...place, ...limits, name, model, ...more };
}
