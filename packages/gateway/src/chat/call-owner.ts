import type { ApiError } from "@meridian/chat-protocol";
import type { Outcome } from "@meridian/routing";

/** Who had an upstream called, and hears how that ended. `call`: which one, where there are two. */
export interface CallOwner {
  /** Comes once, with the slot free and the attempt on record. `said`: what the upstream told the caller by refusing. */
  callEnded(call: object, outcome: Outcome, said: ApiError | null): void;
  /** Its stream begins to answer the caller: whatever else is being called for the same request has lost. */
  callCommits(call: object): void;
  /** The gateway itself failed while it was on: `cancel` frees what it holds. */
  callBroke(error: unknown): void;
}
