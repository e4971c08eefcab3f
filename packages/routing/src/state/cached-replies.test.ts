import { expect, it } from "vitest";
import type { Policy } from "../policy-options.ts";
import { completed } from "../testing/outcomes.ts";
import { policyOf } from "../testing/policies.ts";
import { promptOf } from "../testing/prompts.ts";
import { RouteBench } from "../testing/route-bench.ts";
import { tableOf, upstreamOf } from "../testing/tables.ts";

/** Blocks that an engine is believed to keep after replies, to prompts that it was sent shortly before, have said so often what they found. */
function keptAfter(said: readonly (number | null)[]): number {
  const policy: Policy = policyOf("adaptive");
  const { state, nowMs, random } = new RouteBench(tableOf([upstreamOf("a", { provider: "vllm" })], { policy }));
  // So long that what is between two of a kind is deep enough to count.
  const prompts = ["one", "other"].map((name) => promptOf(Array.from({ length: 300 }, (_, at) => `${name} ${at}`)));
  for (const [at, cachedInputTokens] of said.entries()) {
    const ticket = state.begin(0, 20_000, nowMs, { inputTokens: 19_200, prompt: prompts[at % 2]! });
    state.end(ticket, { ...completed(200, 19_200), cachedInputTokens }, nowMs, random);
  }
  const [engine] = state.upstreams();
  return engine!.prefixes!.depth.blocks;
}

const told = [0, 0, 19_200, 19_200];

it("takes replies that say of nothing what they found for no word, and those that found nothing for one", () => {
  const kept = keptAfter(told);
  expect(keptAfter([...told, ...Array.from({ length: 20 }, () => null)])).toBe(kept);
  expect(keptAfter([...told, ...Array.from({ length: 20 }, () => 0)])).toBeLessThan(kept / 2);
});
