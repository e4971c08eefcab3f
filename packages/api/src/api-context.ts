import { randomUUID } from "node:crypto";
import type { Operations } from "@meridian/operations";

/** What every procedure gets. */
export type ApiContext = {
  readonly operations: Operations;
  /** null: nobody is signed in. */
  readonly userId: string | null;
  /** Of the session that asks; null: of none. */
  readonly sessionId: string | null;
  /** Stands in every error, so that a report can be found in the log. */
  readonly requestId: string;
};

/** The context of one call (or of one batch of calls). */
export function createApiContext(from: {
  readonly operations: Operations;
  readonly userId: string | null;
  readonly sessionId?: string | null;
  readonly requestId?: string;
}): ApiContext {
  return { sessionId: null, requestId: randomUUID(), ...from };
}
