import type { Socket } from "node:net";
import { keyDigest } from "../environments/key-index.ts";

type ShownKey = { readonly text: string; readonly digest: string };

/** The last key of each connection that opened something, for as long as the connection is there; nowhere else. */
const shown = new WeakMap<Socket, ShownKey>();

/**
 * `keyDigest` of what a caller shows. Most show one key with each request of a connection, and hashing it costs some 3 %
 * of a request. What the digest opens is looked up each time: a key that was revoked opens nothing at once.
 */
export function digestOfShown(socket: Socket, text: string): string {
  const last = shown.get(socket);
  return last?.text === text ? last.digest : keyDigest(text);
}

/** It opened something. What opens nothing is not kept: strangers could fill the memory with it. */
export function rememberShown(socket: Socket, text: string, digest: string): void {
  if (shown.get(socket)?.digest !== digest) shown.set(socket, { text, digest });
}
