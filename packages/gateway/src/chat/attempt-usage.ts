import { type AttemptUsage, nothingUsed, type Outcome } from "@meridian/routing";
import type { RequestAccount } from "./request-account.ts";

/** What of a request's tokens and cost counts against the limits of the upstream that this attempt was made at. */
export function attemptUsage(
  { kind }: Outcome,
  sent: boolean,
  committed: boolean,
  { inputTokens, outputTokens, costNanoUsd }: RequestAccount,
): AttemptUsage {
  const served = kind === "completed" || kind === "cancelled" || (kind === "failed" && committed);
  return served ? { tokens: inputTokens + outputTokens, nanoUsd: costNanoUsd, sent } : { ...nothingUsed, sent };
}
