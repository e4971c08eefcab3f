import type { HealthCheckOptions } from "@meridian/routing";
import type { Pool } from "undici";

const headers = ["accept", "*/*", "accept-encoding", "identity", "user-agent", "meridian-health-check"];

/** Nobody reads it; a longer answer is cut off with its connection. */
const mostBytes = 64 * 1024;

/**
 * One check: a GET without a credential, so that it can cost nothing. null: well, which is what 2xx says; else why not.
 * Redirects are not followed.
 */
export async function askHealth(pool: Pool, { path, timeoutMs }: HealthCheckOptions): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const { statusCode, body } = await pool.request({ method: "GET", path, headers, signal });
    await body.dump({ limit: mostBytes, signal });
    return statusCode >= 200 && statusCode < 300 ? null : `status ${statusCode}`;
  } catch (error) {
    return whyOf(error, timeoutMs);
  }
}

function whyOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return "no answer";
  if (error.name === "TimeoutError" || error.name === "AbortError") return `no answer within ${timeoutMs} ms`;
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return `no answer (${code})`;
}
