import type { TokenUsage } from "@meridian/chat-protocol";
import { costNanoUsd } from "@meridian/metrics";
import type { Price } from "@meridian/routing";
import type { RequestAccount } from "./request-account.ts";

/**
 * Puts a request's tokens and their cost on its account: as the upstream counted them, else as the gateway estimates
 * (4 bytes of the input are a token, and so is a frame of the stream), flagged. Of what was counted before a stream broke
 * off the input holds, and the output is estimated.
 */
export function countTokens(
  account: RequestAccount,
  price: Price | null,
  usage: TokenUsage | null,
  usageIsPartial: boolean,
  estimate: { readonly inputTokens: number; readonly outputTokens: number },
): void {
  account.tokensEstimated = usage === null || usageIsPartial;
  account.inputTokens = usage?.inputTokens ?? estimate.inputTokens;
  account.cachedInputTokens = usage?.cachedInputTokens ?? 0;
  account.cacheWriteTokens = usage?.cacheWriteTokens ?? 0;
  account.outputTokens = usage && !usageIsPartial ? usage.outputTokens : estimate.outputTokens;
  account.costNanoUsd = costNanoUsd(price, account);
}
