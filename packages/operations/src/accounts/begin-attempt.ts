import { OperationError } from "../errors.ts";
import type { AttemptLimiter } from "./attempt-limiter.ts";

/** Throws `too_many_attempts`, saying when the next may be made. */
export function beginAttempt(limiter: AttemptLimiter, key: string, nowMs: number): void {
  const retryAtMs = limiter.begin(key, nowMs);
  if (retryAtMs === null) return;
  const minutes = Math.max(1, Math.ceil((retryAtMs - nowMs) / 60_000));
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  throw new OperationError("too_many_attempts", `Too many wrong passwords. Try again in ${wait}.`, [], retryAtMs);
}
