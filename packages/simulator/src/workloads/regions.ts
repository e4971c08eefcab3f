import type { Workload } from "../simulation/workload.ts";
import { type ConversationFit, drawConversations } from "./conversations.ts";

/** A day in miniature: busiest `amplitude` above the mean, quietest as much below. */
export type DayFit = { readonly periodMs: number; readonly amplitude: number };

/** Chats in several regions whose days are shifted by equal parts: each region's gateway has its own chats and tenants. */
export function drawRegions(
  seed: number,
  fit: ConversationFit,
  { periodMs, amplitude }: DayFit,
  regions: number,
  requestsPerSecond: number,
  count: number,
): Workload {
  const own = Array.from({ length: regions }, (_, region) =>
    drawConversations(
      seed * regions + region,
      fit,
      requestsPerSecond / regions,
      Math.ceil(count / regions),
      (atMs) => 1 + amplitude * Math.sin(2 * Math.PI * (atMs / periodMs + region / regions)),
    ),
  );
  const order = own
    .flatMap(({ arrivalMs }, region) => Array.from(arrivalMs, (atMs, at) => ({ atMs, region, at })))
    .sort((a, b) => a.atMs - b.atMs);
  // No two regions share a block or a chat.
  const apart = 2 ** 22;
  return {
    arrivalMs: Float64Array.from(order, ({ atMs }) => atMs),
    promptTokens: Int32Array.from(order, ({ region, at }) => own[region]!.promptTokens[at]!),
    outputTokens: Int32Array.from(order, ({ region, at }) => own[region]!.outputTokens[at]!),
    session: Int32Array.from(order, ({ region, at }) => region * apart + own[region]!.session![at]!),
    blocks: order.map(({ region, at }) =>
      Int32Array.from(own[region]!.blocks![at]!, (block) => region * apart + block),
    ),
    gateway: Uint8Array.from(order, ({ region }) => region),
    blockTokens: fit.blockTokens,
  };
}
