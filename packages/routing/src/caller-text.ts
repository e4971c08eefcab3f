import type { RouteRequest } from "./route-request.ts";
import type { CallerIdentity } from "./routing-table.ts";

/** Longer names of users are told apart by so many letters: a body may have megabytes of them, and headers may not. */
const mostLetters = 16_384;

/** What a request says of who makes it; null: nothing of the kind. */
export function callerText(
  identity: CallerIdentity,
  { session, user, headers, keyName }: Pick<RouteRequest, "session" | "user" | "headers" | "keyName">,
): string | null {
  switch (identity.from) {
    case "session":
      return session || null;
    case "user":
      return user ? user.slice(0, mostLetters) : null;
    case "gateway_key":
      return keyName || null;
    case "header":
      return headers[identity.name] || null;
  }
}
