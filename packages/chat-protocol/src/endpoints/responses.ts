import type { ApiError } from "../error-envelope.ts";
import { invalidRequest, type RequestProblem } from "../api-request.ts";
import type { Endpoint, RequestFacts } from "../endpoint.ts";
import { responsesErrors } from "../error-format.ts";
import { isFilled, isRecord } from "../json-record.ts";
import { errorOfFields, readUpstreamError } from "../read-upstream-error.ts";
import { endsWith, frameKinds, isSpoken, type FrameKind, silentFrame, type StreamFrame } from "../stream-frame.ts";
import { isCount, type TokenUsage } from "../token-usage.ts";

/** `POST /v1/responses`, OpenAI's. */
export const responses: Endpoint = {
  name: "responses",
  path: "/v1/responses",
  request: {
    readKeys: ["model", "input", "instructions", "stream"],
    inputKeys: ["instructions", "input"],
    limitKeys: ["max_output_tokens"],
    streams: true,
    usageOption: false,
    problemOf,
    needsOf,
  },
  reply: { listKey: "output", failsByError: true, generates: true, readUsage },
  stream: { unnamed: frameKinds.look, kindOf, endsWithDone: false, read },
  errors: responsesErrors,
  idHeader: null,
};

function problemOf(body: Readonly<Record<string, unknown>>): RequestProblem | null {
  const input = body["input"] ?? null;
  // It may be left out: a stored prompt or conversation then holds it.
  if (input === null || typeof input === "string" || Array.isArray(input)) return null;
  return invalidRequest("`input` must be a text or an array of items.", "input");
}

function needsOf(body: Readonly<Record<string, unknown>>): RequestFacts {
  const text = body["text"];
  const format = isRecord(text) ? text["format"] : null;
  let vision = false;
  let inlineBytes = 0;
  for (const item of Array.isArray(body["input"]) ? body["input"] : []) {
    // A message's parts, or what a tool returned.
    const parts = isRecord(item) ? (item["content"] ?? item["output"]) : null;
    if (!Array.isArray(parts)) continue;
    for (const part of parts) {
      if (!isRecord(part) || part["type"] !== "input_image") continue;
      vision = true;
      const url = part["image_url"];
      if (typeof url === "string" && url.startsWith("data:")) inlineBytes += url.length;
    }
  }
  return {
    tools: isFilled(body["tools"]),
    vision,
    jsonSchema: isRecord(format) && format["type"] === "json_schema",
    inlineBytes,
  };
}

function readUsage(value: unknown): TokenUsage | null {
  if (!isRecord(value)) return null;
  const { input_tokens: input, output_tokens: output, input_tokens_details: details } = value;
  if (!isCount(input)) return null;
  const cached = isRecord(details) ? details["cached_tokens"] : undefined;
  return {
    inputTokens: input,
    cachedInputTokens: isCount(cached) ? Math.min(cached, input) : 0,
    cacheWriteTokens: 0,
    outputTokens: isCount(output) ? output : 0,
  };
}

/** The events that end a stream; every other that matters is a `.delta`. */
const ends = ["response.completed", "response.incomplete", "response.failed"] as const;

function kindOf(bytes: Uint8Array, start: number, end: number): FrameKind {
  if (endsWith(bytes, start, end, ".delta")) return frameKinds.token;
  for (const name of ends) if (endsWith(bytes, start, end, name)) return frameKinds.look;
  return frameKinds.silent;
}

function read(data: Readonly<Record<string, unknown>>): StreamFrame {
  const { type } = data;
  if (typeof type !== "string") return { ...silentFrame, error: readUpstreamError(data) };
  if (type === "error") return { ...silentFrame, error: readUpstreamError(data) ?? errorOfFields(data) };
  if (type === "response.failed") return { ...silentFrame, error: failureOf(data["response"]) };
  if (type === "response.completed" || type === "response.incomplete") {
    const response = data["response"];
    const usage = isRecord(response) ? readUsage(response["usage"]) : null;
    return { ...silentFrame, usage, finish: true, end: true };
  }
  if (type.endsWith(".delta")) return { ...silentFrame, token: isSpoken(data["delta"]) };
  return { ...silentFrame, token: type === "response.output_item.added" && isCall(data["item"]) };
}

function failureOf(response: unknown): ApiError {
  const error = isRecord(response) ? response["error"] : null;
  return errorOfFields(isRecord(error) ? error : {});
}

/** An item whose beginning is news in itself: a call of a tool, which may take long and say nothing. */
function isCall(item: unknown): boolean {
  return isRecord(item) && item["type"] !== "message" && item["type"] !== "reasoning";
}
