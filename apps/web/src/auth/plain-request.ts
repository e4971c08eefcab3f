import { logError } from "./log-error.ts";

const mostBytes = 16_384;

/** The JSON object that a small request carries; null for anything else, and for a long one. */
export async function readPlainRequest(request: Request): Promise<Readonly<Record<string, unknown>> | null> {
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!(length <= mostBytes)) return null;
  try {
    const said: unknown = await request.json();
    return typeof said === "object" && said !== null ? (said as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

/** @param message for people; null: there is nothing to say */
export function plainAnswer(status: number, message: string | null): Response {
  return Response.json({ message }, { status, headers: { "cache-control": "no-store" } });
}

/** Does it, and answers with a verb's refusal in its own words. The message of any other error stays in the log. */
export async function answerAfter(act: () => Promise<unknown>): Promise<Response> {
  try {
    await act();
    return plainAnswer(200, null);
  } catch (error) {
    if (error instanceof Error && error.name === "OperationError") return plainAnswer(409, error.message);
    logError("a request failed", error);
    return plainAnswer(500, null);
  }
}
