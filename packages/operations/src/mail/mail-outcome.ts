/** What becomes of a mail after an attempt. */
export type MailOutcome =
  | { readonly state: "sent"; readonly problem: null }
  | { readonly state: "pending"; readonly problem: string; readonly nextAttemptAtMs: number }
  /** It will not be tried again. */
  | { readonly state: "dead"; readonly problem: string };

const minuteMs = 60_000;

/** Waits between attempts: some 13 hours in all, which outlasts a night's outage. */
const waitsMs = [0.25, 1, 5, 15, 60, 180, 540].map((minutes) => minutes * minuteMs);

/**
 * Sent, or tried again later, or given up: at once when the server says that it will never take it (5xx, except where the
 * trouble is ours: a wrong password for the server is mended by people), else after the 8th attempt.
 */
export function mailOutcome(after: {
  /** null: the server took it. */
  readonly error: unknown;
  readonly attempts: number;
  readonly nowMs: number;
}): MailOutcome {
  const { error, attempts, nowMs } = after;
  if (error === null) return { state: "sent", problem: null };
  const { responseCode, message } = error as { readonly responseCode?: unknown; readonly message?: unknown };
  const problem = sentence(typeof message === "string" ? message : "The mail server did not take it.");
  const refusedForGood =
    typeof responseCode === "number" && responseCode >= 550 && responseCode < 560 && responseCode !== 552;
  const waitMs = waitsMs[attempts - 1];
  if (refusedForGood || waitMs === undefined) return { state: "dead", problem };
  return { state: "pending", problem, nextAttemptAtMs: nowMs + waitMs };
}

/** One line of what the server said, bounded: it is shown to admins. */
function sentence(text: string): string {
  return text
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, 300);
}
