import type { TRPCDefaultErrorShape, TRPCError } from "@trpc/server";
import { OperationError, type OperationErrorCode } from "@meridian/operations";
import type { Diagnostic } from "@meridian/routing-config";
import type { ApiContext } from "./api-context.ts";

/** What an error says beside its message. */
type ErrorDetails = {
  /** null when the request was refused before it reached a verb, and for errors of our own making. */
  readonly operationCode: OperationErrorCode | null;
  /** What is wrong with the routing document, when that is why. */
  readonly diagnostics: readonly Diagnostic[];
  readonly requestId: string | null;
  /** When a refused guess may be made again, epoch ms. */
  readonly retryAtMs: number | null;
};

/** Adds our code, diagnostics and request id to the shape of every error that leaves. */
export function formatError({
  shape,
  error,
  ctx,
}: {
  readonly shape: TRPCDefaultErrorShape;
  readonly error: TRPCError;
  readonly ctx: ApiContext | undefined;
}): TRPCDefaultErrorShape & { data: ErrorDetails } {
  const refusal = error.cause instanceof OperationError ? error.cause : null;
  return {
    ...shape,
    data: {
      ...shape.data,
      operationCode: refusal?.code ?? null,
      diagnostics: refusal?.diagnostics ?? [],
      requestId: ctx?.requestId ?? null,
      retryAtMs: refusal?.retryAtMs ?? null,
    },
  };
}
