import { normaliseMessage } from "./normalise-message.ts";

/**
 * The rules by which errors are grouped now. A fingerprint names its version: when rules change they get a new number, so that
 * old groups stay as they were and new ones begin beside them, instead of both being mixed.
 */
export const fingerprintVersion = 1;

/** What makes two errors the same. */
export type ErrorFacts = {
  /** Cause or code; see `errorEventsOf`. */
  readonly errorClass: string;
  /** Empty when no upstream was called. */
  readonly provider: string;
  readonly upstream: string;
  /** As the caller got it, or empty. */
  readonly message: string;
};

/** For example `v1-3c5e0f6d9a2b4c18`. Equal facts have equal fingerprints, on every machine and in every year. */
export function errorFingerprint({ errorClass, provider, upstream, message }: ErrorFacts): string {
  const canonical = JSON.stringify([errorClass, provider, upstream, normaliseMessage(message)]);
  return `v${fingerprintVersion}-${fnv1a64(canonical)}`;
}

const prime = 0x100000001b3n;
const offsetBasis = 0xcbf29ce484222325n;
const mask = 0xffffffffffffffffn;

/** FNV-1a over UTF-16 units, 16 hex digits. Not against forgers: who makes errors may as well send the same one. */
function fnv1a64(text: string): string {
  let hash = offsetBasis;
  for (let at = 0; at < text.length; at++) hash = ((hash ^ BigInt(text.charCodeAt(at))) * prime) & mask;
  return hash.toString(16).padStart(16, "0");
}
