import { OperationError, type OperationErrorCode, sentencesOf } from "@meridian/operations";
import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { trpc } from "./trpc.ts";

const codes = {
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  invalid_input: "BAD_REQUEST",
  conflict: "CONFLICT",
  config_rejected: "UNPROCESSABLE_CONTENT",
  idempotency_mismatch: "CONFLICT",
  sealed_otherwise: "PRECONDITION_FAILED",
  busy: "TOO_MANY_REQUESTS",
  too_many_attempts: "TOO_MANY_REQUESTS",
} as const satisfies Record<OperationErrorCode, TRPCError["code"]>;

/**
 * The one place where refusals of verbs become errors of the API. The message of any other error stays in the server: its
 * `cause` is there for the log.
 */
export const translateErrors = trpc.middleware(async ({ next, ctx }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause, code } = result.error;
  if (cause instanceof OperationError) throw new TRPCError({ code: codes[cause.code], message: cause.message, cause });
  if (cause instanceof ZodError) throw new TRPCError({ code, message: sentencesOf(cause), cause });
  // Without a cause it is one of our own, with a message for people.
  if (cause === undefined && code !== "INTERNAL_SERVER_ERROR") return result;
  const message = `Something went wrong on our side. Please try again; if it stays, report request ${ctx.requestId}.`;
  throw new TRPCError({ code: "INTERNAL_SERVER_ERROR", message, cause: cause ?? result.error });
});
