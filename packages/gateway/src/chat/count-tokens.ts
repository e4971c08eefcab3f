import type { TokenUsage } from "@meridian/chat-protocol";
import { costNanoUsd } from "@meridian/metrics";
import type { Price } from "@meridian/routing";
import type { RequestAccount } from "./request-account.ts";

/**
 * Puts a request's tokens and their cost on its account: as the upstream counted them, else as the gateway estimates
 * (4 bytes of the messages are a token, and so is a frame of the stream), flagged.
 */
export function countTokens(
  account: RequestAccount,
  price: Price | null,
  usage: TokenUsage | null,
  estimate: { readonly inputTokens: number; readonly outputTokens: number },
): void {
  account.tokensEstimated = usage === null;
  account.inputTokens = usage?.inputTokens ?? estimate.inputTokens;
  account.cachedInputTokens = usage?.cachedInputTokens ?? 0;
  account.outputTokens = usage?.outputTokens ?? estimate.outputTokens;
  account.costNanoUsd = costNanoUsd(price, account);
}
