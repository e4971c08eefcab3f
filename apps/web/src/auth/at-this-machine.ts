import { webEnv } from "../env.ts";
import { isFromLoopback, isLoopbackHost } from "./loopback.ts";

/**
 * Whether a request was made by somebody who sits at this very machine: the app listens on loopback alone (its starter says
 * so), its address is meant for this machine, and nothing in the headers speaks of another.
 */
export function isAtThisMachine(headers: { readonly get: (name: string) => string | null }): boolean {
  const { loopbackOnly, url } = webEnv();
  return loopbackOnly && isLoopbackHost(url.host) && isFromLoopback(headers);
}
