import type { Endpoint, RequestFacts } from "../endpoint.ts";
import { anthropicErrors } from "../error-format.ts";
import { isFilled, isRecord } from "../json-record.ts";
import { messagesProblem } from "../messages-problem.ts";
import { readUpstreamError } from "../read-upstream-error.ts";
import { endsWith, frameKinds, isSpoken, type FrameKind, silentFrame, type StreamFrame } from "../stream-frame.ts";
import { isCount, type TokenUsage } from "../token-usage.ts";

/** `POST /v1/messages`, Anthropic's. */
export const messages: Endpoint = {
  name: "messages",
  path: "/v1/messages",
  request: {
    readKeys: ["model", "messages", "system", "stream"],
    inputKeys: ["system", "messages"],
    limitKeys: ["max_tokens"],
    streams: true,
    usageOption: false,
    problemOf: (body) => messagesProblem(body["messages"]),
    needsOf,
  },
  reply: { listKey: "content", failsByError: false, generates: true, readUsage: (value) => readUsage(value, null) },
  stream: { unnamed: frameKinds.look, kindOf, endsWithDone: false, read },
  errors: anthropicErrors,
  idHeader: "request-id",
};

function needsOf(body: Readonly<Record<string, unknown>>): RequestFacts {
  const output = body["output_config"];
  const format = (isRecord(output) ? output["format"] : null) ?? body["output_format"];
  const images = { any: false, inlineBytes: 0 };
  for (const message of Array.isArray(body["messages"]) ? body["messages"] : []) {
    if (isRecord(message)) countImages(message["content"], images);
  }
  return {
    tools: isFilled(body["tools"]),
    vision: images.any,
    jsonSchema: isRecord(format) && format["type"] === "json_schema",
    inlineBytes: images.inlineBytes,
  };
}

function countImages(content: unknown, images: { any: boolean; inlineBytes: number }): void {
  if (!Array.isArray(content)) return;
  for (const block of content) {
    if (!isRecord(block)) continue;
    const { type, source } = block;
    // What a tool returned is made of blocks too, and of none that hold others.
    if (type === "tool_result" && Array.isArray(block["content"])) {
      countImages(
        block["content"].filter((inner) => isRecord(inner) && inner["type"] !== "tool_result"),
        images,
      );
    }
    if (type !== "image" && type !== "document") continue;
    images.any ||= type === "image";
    const data = isRecord(source) && source["type"] === "base64" ? source["data"] : null;
    if (typeof data === "string") images.inlineBytes += data.length;
  }
}

/** Anthropic counts what it reads from and writes to its cache apart from the rest of the input. */
function readUsage(value: unknown, before: TokenUsage | null): TokenUsage | null {
  if (!isRecord(value)) return null;
  const input = value["input_tokens"];
  const outputTokens = isCount(value["output_tokens"]) ? value["output_tokens"] : (before?.outputTokens ?? 0);
  // The end of a stream may repeat the output alone.
  if (!isCount(input)) return before && { ...before, outputTokens };
  const cached = value["cache_read_input_tokens"];
  const written = value["cache_creation_input_tokens"];
  const cachedInputTokens = isCount(cached) ? cached : (before?.cachedInputTokens ?? 0);
  const cacheWriteTokens = isCount(written) ? written : (before?.cacheWriteTokens ?? 0);
  const inputTokens = input + cachedInputTokens + cacheWriteTokens;
  return { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens };
}

const ends = ["message_delta", "message_stop", "error"] as const;

function kindOf(bytes: Uint8Array, start: number, end: number): FrameKind {
  if (endsWith(bytes, start, end, "content_block_delta")) return frameKinds.token;
  for (const name of ends) if (endsWith(bytes, start, end, name)) return frameKinds.look;
  return frameKinds.silent;
}

function read(data: Readonly<Record<string, unknown>>, before: TokenUsage | null): StreamFrame {
  const { type, message, delta } = data;
  switch (type) {
    case "message_start": {
      const usage = isRecord(message) ? readUsage(message["usage"], null) : null;
      return { ...silentFrame, usage, usageIsPartial: true };
    }
    case "content_block_start":
      return { ...silentFrame, token: isCall(data["content_block"]) };
    case "content_block_delta":
      return { ...silentFrame, token: isRecord(delta) && hasToken(delta) };
    case "message_delta": {
      const finish = isRecord(delta) && (delta["stop_reason"] ?? null) !== null;
      return { ...silentFrame, usage: readUsage(data["usage"], before), usageIsPartial: !finish, finish };
    }
    case "message_stop":
      return { ...silentFrame, finish: true, end: true };
    default:
      return { ...silentFrame, error: type === "error" || type === undefined ? readUpstreamError(data) : null };
  }
}

/** A block whose beginning is news in itself: a call of a tool and its like. Texts and thoughts begin empty. */
function isCall(block: unknown): boolean {
  return isRecord(block) && block["type"] !== "text" && block["type"] !== "thinking";
}

function hasToken(delta: Readonly<Record<string, unknown>>): boolean {
  for (const field in delta) if (field !== "type" && isSpoken(delta[field])) return true;
  return false;
}
