import type { Diagnostic } from "@meridian/routing-config";

/** Every way in which a verb says no. */
export type OperationErrorCode =
  /** Who acts is not known (any more). */
  | "unauthenticated"
  /** The actor's role does not permit it. */
  | "forbidden"
  /** There is no such thing, or not in this workspace and environment: which of the two is not told. */
  | "not_found"
  | "invalid_input"
  /** What the caller built upon has changed meanwhile. */
  | "conflict"
  /** The routing document has errors: `diagnostics` says which. */
  | "config_rejected"
  /** The idempotency key was used before, for something else. */
  | "idempotency_mismatch"
  /** What is stored was sealed under another master key than this process has, or was damaged. */
  | "sealed_otherwise"
  /** Too much is asked at this moment. */
  | "busy"
  /** Too many guesses: `retryAtMs` says when the next may be made. */
  | "too_many_attempts";

/** A verb's refusal. Its message is for people and may be shown as it is. */
export class OperationError extends Error {
  override readonly name = "OperationError";
  readonly code: OperationErrorCode;
  /** Empty unless the code is `config_rejected`. */
  readonly diagnostics: readonly Diagnostic[];
  /** Epoch ms; null unless the code is `too_many_attempts`. */
  readonly retryAtMs: number | null;

  constructor(
    code: OperationErrorCode,
    message: string,
    diagnostics: readonly Diagnostic[] = [],
    retryAtMs: number | null = null,
  ) {
    super(message);
    this.code = code;
    this.diagnostics = diagnostics;
    this.retryAtMs = retryAtMs;
  }
}
