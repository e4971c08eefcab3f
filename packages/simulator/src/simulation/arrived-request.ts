import { noBlocks } from "../engine/sequence.ts";
import type { RoutedRequest } from "./simulated-router.ts";
import type { Workload } from "./workload.ts";

/** A request of the workload as its gateway gets it. */
export function arrivedRequest(workload: Workload, index: number, nowMs: number): RoutedRequest {
  const { promptTokens, outputTokens, blocks, session, gateway } = workload;
  return {
    index,
    session: session?.[index] ?? index,
    promptTokens: promptTokens[index]!,
    outputTokens: outputTokens[index]!,
    blocks: blocks?.[index] ?? noBlocks,
    arrivedAtMs: nowMs,
    gateway: gateway?.[index] ?? 0,
    ...notSentYet(),
  };
}

/** What is known of any request before its first attempt. */
export const notSentYet = () => ({
  passedOn: false,
  upstream: -1,
  sentAtMs: 0,
  firstTokenAtMs: -1,
  cachedTokens: 0,
  attempts: 0,
  tried: [],
});
