import { hash } from "node:crypto";

/**
 * What stands for a session that callers name: 32 hex digits of a SHA-256 of environment and text. Who knows the text finds
 * its requests; who reads the log does not learn it.
 */
export function sessionHashOf(environmentId: string, session: string): string {
  return hash("sha256", `${environmentId}\n${session}`, "hex").slice(0, 32);
}
