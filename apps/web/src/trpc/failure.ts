import { TRPCClientError } from "@trpc/client";

/** What can be told of a failed call. */
export type Failure = {
  /** tRPC's code, for example `FORBIDDEN`; `UNREACHABLE` when there was no answer. */
  readonly code: string;
  readonly message: string;
  /** Names the call in the server's log; null when it did not get there. */
  readonly requestId: string | null;
  /** What the server attached. */
  readonly data: Readonly<Record<string, unknown>>;
};

/** Reads whatever a query or mutation threw. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof TRPCClientError)) {
    return { code: "UNKNOWN", message: "Something went wrong in this page.", requestId: null, data: {} };
  }
  const data: unknown = error.data;
  if (typeof data !== "object" || data === null) {
    return { code: "UNREACHABLE", message: "Meridian does not answer. Is it running?", requestId: null, data: {} };
  }
  const fields = data as Readonly<Record<string, unknown>>;
  const text = (name: string) => (typeof fields[name] === "string" ? fields[name] : null);
  return {
    code: text("code") ?? "UNKNOWN",
    message: error.message,
    requestId: text("requestId"),
    data: fields,
  };
}
