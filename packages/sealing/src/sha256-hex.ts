import { hash } from "node:crypto";

/** SHA-256 as 64 lower-case hex digits; text is taken as UTF-8. */
export function sha256Hex(content: string | Uint8Array): string {
  return hash("sha256", content, "hex");
}
