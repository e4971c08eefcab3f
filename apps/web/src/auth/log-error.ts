import { createLog } from "@meridian/logging";

const log = createLog(process.env["LOG_LEVEL"] || "info", "web");

export function logError(message: string, error: unknown, about: Readonly<Record<string, unknown>> = {}): void {
  log.error({ ...about, err: error }, message);
}

/** Questions are many, and seldom of interest later; what changed something always is. */
export function logCall(call: { readonly method: string; readonly status: number; readonly requestId: string }): void {
  log[call.status < 500 && call.method === "GET" ? "debug" : "info"](call, "API call");
}
