import { type GatewayError, type GatewayErrorCode, gatewayError } from "../errors.ts";
import type { LimitReached } from "./key-usage.ts";

const codes = {
  requestsPerMinute: "key_requests_per_minute",
  inFlight: "key_in_flight",
} as const satisfies Record<LimitReached["limit"], GatewayErrorCode>;

/** Says to a caller which limit of the key is reached. */
export function errorOfLimit({ limit, most, retryAfterMs }: LimitReached): GatewayError {
  return { ...gatewayError(codes[limit], sentence(limit, most, retryAfterMs)), retryAfterMs };
}

function sentence(limit: LimitReached["limit"], most: number, retryAfterMs: number): string {
  switch (limit) {
    case "requestsPerMinute":
      return `This gateway key may begin ${most} requests a minute. Try again in ${Math.ceil(retryAfterMs / 1_000)} s.`;
    case "inFlight":
      return `This gateway key may have ${most} requests in flight. Try again when one of them has ended.`;
  }
}
