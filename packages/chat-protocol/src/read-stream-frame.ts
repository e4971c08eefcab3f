import type { ApiError } from "./error-envelope.ts";
import { isRecord } from "./json-record.ts";
import { readUpstreamError } from "./read-upstream-error.ts";
import { readTokenUsage, type TokenUsage } from "./token-usage.ts";

/** What one frame of a chat completion stream says. */
export type StreamFrame = {
  readonly error: ApiError | null;
  readonly usage: TokenUsage | null;
  /** It has no choices: with usage, it is the frame that `include_usage` adds. */
  readonly withoutChoices: boolean;
  /** A token of any kind: text, reasoning, refusal, audio, a tool call. */
  readonly token: boolean;
  /** A choice ended. */
  readonly finish: boolean;
};

const decoder = new TextDecoder();

/** Parses the frame in `bytes[start, end)`; null when its data is not a JSON object. */
export function readStreamFrame(bytes: Uint8Array, start: number, end: number): StreamFrame | null {
  let data: unknown;
  try {
    data = JSON.parse(dataOf(decoder.decode(bytes.subarray(start, end))));
  } catch {
    return null;
  }
  if (!isRecord(data)) return null;
  const choices = Array.isArray(data["choices"]) ? data["choices"] : [];
  return {
    error: readUpstreamError(data),
    usage: readTokenUsage(data["usage"]),
    withoutChoices: choices.length === 0,
    token: choices.some(hasToken),
    finish: choices.some((choice) => isRecord(choice) && (choice["finish_reason"] ?? null) !== null),
  };
}

function dataOf(frame: string): string {
  let data = "";
  for (const line of frame.split(/\r\n|\n|\r/)) {
    if (!line.startsWith("data:")) continue;
    data += `${data === "" ? "" : "\n"}${line.slice(line[5] === " " ? 6 : 5)}`;
  }
  return data;
}

/** Fields of a delta that carry nothing that was generated. */
const silentFields = new Set(["role", "name", "id"]);

function hasToken(choice: unknown): boolean {
  if (!isRecord(choice)) return false;
  // `text` is how engines stream when a chat request is served by their completions code.
  if (isSpoken(choice["text"])) return true;
  const delta = choice["delta"];
  if (!isRecord(delta)) return false;
  for (const field in delta) if (!silentFields.has(field) && isSpoken(delta[field])) return true;
  return false;
}

function isSpoken(value: unknown): boolean {
  if (typeof value === "string") return value !== "";
  if (Array.isArray(value)) return value.length > 0;
  return isRecord(value) && Object.keys(value).length > 0;
}
