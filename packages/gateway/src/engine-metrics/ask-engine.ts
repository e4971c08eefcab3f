import type { Dispatcher } from "undici";

const headers = [
  "accept",
  "application/openmetrics-text, text/plain, application/json",
  "accept-encoding",
  "identity",
  "user-agent",
  "meridian-engine-metrics",
];

const mostBytes = 1024 * 1024;
const timeoutMs = 2_000;

/** Why an engine's metrics could not be read, in words. */
export class UnreadMetrics extends Error {
  override readonly name = "UnreadMetrics";
}

/** The text at an address: a GET without a credential. Throws `UnreadMetrics`. Redirects are not followed. */
export async function askEngine(pool: Pick<Dispatcher, "request">, path: string): Promise<string> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const { statusCode, body } = await pool.request({ method: "GET", path, headers, signal });
    if (statusCode < 200 || statusCode >= 300) {
      await body.dump({ limit: 64 * 1024, signal });
      throw new UnreadMetrics(`status ${statusCode}`);
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      // Leaving the loop closes the connection.
      if (bytes > mostBytes) throw new UnreadMetrics("more than 1 MB");
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, bytes).toString();
  } catch (error) {
    throw error instanceof UnreadMetrics ? error : new UnreadMetrics(whyOf(error));
  }
}

function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  if (error.name === "TimeoutError" || error.name === "AbortError") return `no answer within ${timeoutMs} ms`;
  return `no answer (${"code" in error && typeof error.code === "string" ? error.code : error.name})`;
}
