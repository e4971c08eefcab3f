import type { AttemptRecord, RequestRecord } from "../request-record.ts";

/** One thing that went wrong in a request. */
export type ErrorEvent = {
  /**
   * Of an attempt its cause, with the status where that tells more (`status_503`, `rejected_400`, `connect`); of a request
   * that was never sent the gateway's error code.
   */
  readonly errorClass: string;
  /** Empty when no upstream was called. */
  readonly upstream: string;
  /** As the caller got it; empty for an attempt, whose class says it all. */
  readonly message: string;
  /** false: another attempt rescued the request. */
  readonly reachedCaller: boolean;
};

type Told = Pick<RequestRecord, "outcome" | "errorCode" | "upstream"> & {
  readonly details: Pick<RequestRecord["details"], "attempts" | "errorMessage"> | null;
};

/**
 * What went wrong in a request, each thing once: attempts that failed, also those after which another succeeded, or else what
 * kept the request from being sent. A request that its caller left has only what happened before.
 */
export function errorEventsOf({ outcome, errorCode, upstream, details }: Told): ErrorEvent[] {
  const failed = outcome === "failed" || outcome === "rejected";
  const attempts = details?.attempts ?? [];
  const events = new Map<string, ErrorEvent>();
  attempts.forEach((attempt, at) => {
    if (attempt.outcome !== "failed" && attempt.outcome !== "rejected") return;
    const errorClass = classOf(attempt);
    const key = `${attempt.upstream} ${errorClass}`;
    const reachedCaller = failed && at === attempts.length - 1;
    events.set(key, {
      errorClass,
      upstream: attempt.upstream,
      message: "",
      reachedCaller: reachedCaller || (events.get(key)?.reachedCaller ?? false),
    });
  });
  if (events.size === 0 && failed) {
    const message = details?.errorMessage ?? "";
    const errorClass = errorCode ?? "internal_error";
    return [{ errorClass, upstream: attempts.length === 0 ? "" : (upstream ?? ""), message, reachedCaller: true }];
  }
  return [...events.values()];
}

function classOf({ outcome, cause, status }: AttemptRecord): string {
  if (outcome === "rejected") return `rejected_${status ?? "unknown"}`;
  return cause === "status" ? `status_${status ?? "unknown"}` : (cause ?? "unknown");
}
