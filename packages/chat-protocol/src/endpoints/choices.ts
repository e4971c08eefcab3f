import type { ReplyShape } from "../endpoint.ts";
import { isRecord } from "../json-record.ts";
import { readUpstreamError } from "../read-upstream-error.ts";
import { frameKinds, isSpoken, type StreamDialect, type StreamFrame } from "../stream-frame.ts";
import { readTokenUsage } from "../token-usage.ts";

/** Replies and streams that are made of `choices`: OpenAI's chat completions and completions. */
export const choicesReply: ReplyShape = {
  listKey: "choices",
  failsByError: false,
  generates: true,
  readUsage: readTokenUsage,
};

export const choicesStream: StreamDialect = {
  unnamed: frameKinds.token,
  kindOf: null,
  endsWithDone: true,
  read: readChoicesFrame,
};

function readChoicesFrame(data: Readonly<Record<string, unknown>>): StreamFrame {
  const choices = Array.isArray(data["choices"]) ? data["choices"] : [];
  const usage = readTokenUsage(data["usage"]);
  return {
    error: readUpstreamError(data),
    usage,
    usageIsPartial: false,
    usageOnly: usage !== null && choices.length === 0,
    token: choices.some(hasToken),
    finish: choices.some((choice) => isRecord(choice) && (choice["finish_reason"] ?? null) !== null),
    end: false,
  };
}

/** Fields of a delta that carry nothing that was generated. */
const silentFields = new Set(["role", "name", "id"]);

function hasToken(choice: unknown): boolean {
  if (!isRecord(choice)) return false;
  // `text` is a completion's; engines also stream it when a chat request is served by their completions code.
  if (isSpoken(choice["text"])) return true;
  const delta = choice["delta"];
  if (!isRecord(delta)) return false;
  for (const field in delta) if (!silentFields.has(field) && isSpoken(delta[field])) return true;
  return false;
}
