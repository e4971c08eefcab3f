import type { SignalValue } from "@meridian/routing";

const mostTextCharacters = 256;
const longestSeconds = 7 * 86_400;

const wanted =
  'Send JSON such as { "value": 0.8, "ttl_seconds": 300 }: a number, true, false or a text, and for how long it holds.';

/** What a PUT says, or what is wrong with it. */
export function readSignal(
  body: string,
): { readonly value: SignalValue; readonly ttlMs: number } | { readonly problem: string } {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch {
    return { problem: `The body is not JSON. ${wanted}` };
  }
  if (typeof read !== "object" || read === null || Array.isArray(read)) return { problem: wanted };
  const { value, ttl_seconds: ttl, ...others } = read as Readonly<Record<string, unknown>>;
  const [other] = Object.keys(others);
  if (other !== undefined) return { problem: `\`${other.slice(0, 64)}\` is not known. ${wanted}` };
  if (typeof value !== "number" && typeof value !== "boolean" && typeof value !== "string") {
    return { problem: `\`value\` must be a number, true, false or a text. ${wanted}` };
  }
  // JSON can write numbers that a double cannot hold.
  if (typeof value === "number" && !Number.isFinite(value)) return { problem: "`value` is too large a number." };
  if (typeof value === "string" && value.length > mostTextCharacters) {
    return { problem: `\`value\` may have at most ${mostTextCharacters} characters.` };
  }
  if (typeof ttl !== "number" || !(ttl > 0 && ttl <= longestSeconds)) {
    return { problem: `\`ttl_seconds\` must be above 0 and at most ${longestSeconds} (a week). ${wanted}` };
  }
  return { value, ttlMs: ttl * 1_000 };
}
