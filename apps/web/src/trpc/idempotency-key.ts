"use client";

import { useMemo } from "react";

/** A key for one intention: stays while what is asked for stays, so that trying again does nothing twice. */
export function useIdempotencyKey(...asked: readonly (string | number | null)[]): string {
  const intention = JSON.stringify(asked);
  // The intention is no input of the key; it says when to make another.
  return useMemo(() => (intention === "" ? "" : randomHex()), [intention]);
}

/** `crypto.randomUUID` exists on secure addresses only; a workspace in a local network may have none. */
function randomHex(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
