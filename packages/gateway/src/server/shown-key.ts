import type { Socket } from "node:net";
import { keyDigest } from "../environments/key-index.ts";

type ShownKey = { readonly text: string; readonly digest: string };

/** Held for as long as the connection is, whose caller can say it again at any time; nowhere else. */
const shown = new WeakMap<Socket, ShownKey>();

/**
 * `keyDigest` of what a caller shows. Most show one key with each request of a connection, and hashing it costs some 3 %
 * of a request. What the digest opens is looked up each time: a key that was revoked opens nothing at once.
 */
export function digestOfShown(socket: Socket, text: string): string {
  const last = shown.get(socket);
  if (last?.text === text) return last.digest;
  const digest = keyDigest(text);
  shown.set(socket, { text, digest });
  return digest;
}
