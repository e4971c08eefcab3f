import { type GatewayError, type GatewayErrorCode, gatewayError } from "../errors.ts";
import { limitWord } from "./limit-word.ts";
import type { LimitScope, ScopedLimitReached } from "./request-limits.ts";

const subjects = {
  workspace: "This workspace",
  key: "This gateway key",
  route: "This model's route",
} as const satisfies Record<LimitScope, string>;

/** Says to a caller which limit of whom is reached. */
export function errorOfLimit(reached: ScopedLimitReached): GatewayError {
  const code: GatewayErrorCode = `${reached.scope}_${limitWord[reached.limit]}`;
  return {
    ...gatewayError(code, `${subjects[reached.scope]} ${sentence(reached)}`),
    retryAfterMs: reached.retryAfterMs,
  };
}

function sentence({ limit, most, retryAfterMs }: ScopedLimitReached): string {
  switch (limit) {
    case "requestsPerMinute":
      return `may begin ${most} requests a minute. ${whenToCome(retryAfterMs)}`;
    case "inFlight":
      return `may have ${most} requests in flight. Try again when one of them has ended.`;
    case "tokensPerMinute":
      return `may use ${most} tokens a minute, which are used up or too few for this request. ${whenToCome(retryAfterMs)}`;
    case "spend":
      return `may spend ${most} US dollars in a period, which are spent or too few for this request. ${whenToCome(retryAfterMs)}`;
  }
}

function whenToCome(retryAfterMs: number | null): string {
  if (retryAfterMs === null) return "It alone is larger than the limit: make it smaller, or have the limit raised.";
  const seconds = Math.ceil(retryAfterMs / 1_000);
  return seconds <= 120 ? `Try again in ${seconds} s.` : `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}
