import type { RequestOutcome } from "@meridian/metrics";

/** How a request ended, as people say it. */
export const outcomeWords: Readonly<Record<RequestOutcome, string>> = {
  completed: "Completed",
  rejected: "Rejected",
  failed: "Failed",
  cancelled: "Canceled",
};
