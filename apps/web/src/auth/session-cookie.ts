import { getToken } from "next-auth/jwt";
import { webEnv } from "../env.ts";
import { apiServer } from "./api-server.ts";
import { cookiePrefix } from "./came-from.ts";

/** Who is signed in, and in which session. */
export type SessionNow = { readonly userId: string; readonly sessionId: string };

/**
 * The session of a request's cookie, if it still goes on: one that was revoked or signed out is none, at most 3 s later.
 * Rejects while the database cannot be reached.
 */
export async function readSession(headers: Headers): Promise<SessionNow | null> {
  const { sessionSecret: secret, url } = webEnv();
  const secureCookie = url.protocol === "https:";
  // Only the cookie: the library would also take a token from the Authorization header.
  const cookies = Object.fromEntries(
    (headers.get("cookie") ?? "")
      .split(/;\s*/)
      .map((part) => /^([^=]+)=(.*)$/.exec(part))
      .flatMap((match) => (match ? [[match[1] ?? "", decoded(match[2] ?? "")]] : [])),
  ) as Record<string, string>;
  const cookieName = `${cookiePrefix(url)}next-auth.session-token`;
  const token = await getToken({ req: { headers: {}, cookies } as never, secret, secureCookie, cookieName });
  const [userId, sessionId] = [token?.sub, token?.["sid"]];
  if (userId === undefined || typeof sessionId !== "string") return null;
  return (await (await apiServer()).isSessionOpen({ userId, sessionId })) ? { userId, sessionId } : null;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
