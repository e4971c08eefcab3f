import { createHash, timingSafeEqual } from "node:crypto";
import { webEnv } from "../env.ts";
import { isAtThisMachine } from "./at-this-machine.ts";

/** Whoever sits at this very machine is believed to be its owner; anybody else shows the code that the launcher printed. */
export function needsSetupCode(headers: { readonly get: (name: string) => string | null }): boolean {
  return !isAtThisMachine(headers);
}

/** Compared in constant time. Without a code in the environment nothing is right. */
export function isSetupCode(given: unknown): boolean {
  const { setupCode } = webEnv();
  if (setupCode === null || typeof given !== "string") return false;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given.trim()), digest(setupCode));
}
