import type { Pool } from "undici";
import { SignInError } from "./sign-in-error.ts";

/** Who gives out credentials, and how it is reached. */
export type CredentialsPlace = {
  /** As the operator's log names it. */
  readonly who: string;
  readonly pool: Pool;
  readonly path: string;
};

/** It answers in less, or not at all. */
const answerWithinMs = 10_000;
/** Credentials have a few KB. */
const mostBytes = 256 * 1024;

export const formType = "application/x-www-form-urlencoded; charset=utf-8";

/** Sends a form to who gives out credentials. Fails with `SignInError` when there is no answer. */
export async function askCredentials(
  { who, pool, path }: CredentialsPlace,
  form: Buffer,
  more: readonly string[] = [],
): Promise<{ readonly status: number; readonly text: string }> {
  const headers = ["content-type", formType, "accept-encoding", "identity", "user-agent", "meridian", ...more];
  try {
    const signal = AbortSignal.timeout(answerWithinMs);
    const { statusCode, body } = await pool.request({ path, method: "POST", headers, body: form, signal });
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw new SignInError(`${who} answered with more than credentials.`, false);
      chunks.push(chunk);
    }
    return { status: statusCode, text: Buffer.concat(chunks).toString() };
  } catch (error) {
    throw error instanceof SignInError ? error : new SignInError(`${who} could not be reached${codeOf(error)}.`, false);
  }
}

/** Whether it refuses whoever asks, rather than being unwell or busy. */
export const isRefusal = (status: number): boolean => status >= 400 && status < 500 && status !== 408 && status !== 429;

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" ? ` (${code})` : "";
}
