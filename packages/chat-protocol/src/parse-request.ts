import { invalidRequest, type ParsedRequest, type RequestProblem } from "./api-request.ts";
import type { RequestShape } from "./endpoint.ts";
import { isRecord } from "./json-record.ts";
import { locateJsonError } from "./locate-json-error.ts";
import { type ByteRange, topLevelRanges } from "./top-level-ranges.ts";

// A byte order mark is not JSON white space: it must reach the parser to be refused.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Names go into messages, headers and the log. */
const maxModelLength = 256;
/** They are written anew for the upstream; real ones have about 30 bytes. */
const maxStreamOptionsBytes = 4_096;

/** Parses a body once. Only fields that the gateway itself acts on are checked; the upstream checks the others. */
export function parseRequest(shape: RequestShape, bytes: Uint8Array): ParsedRequest {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return bad({ code: "invalid_json", message: "The body is not valid UTF-8.", param: null });
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return bad({ code: "invalid_json", message: notJson(text), param: null });
  }
  if (!isRecord(body)) return refuse("The body must be a JSON object.", null);
  return checkFields(shape, body, bytes);
}

function checkFields(shape: RequestShape, body: Record<string, unknown>, bytes: Uint8Array): ParsedRequest {
  const model = body["model"];
  if (typeof model !== "string" || model === "") {
    return refuse("`model` must name a model, as a non-empty string.", "model");
  }
  if (model.length > maxModelLength) {
    return refuse(`\`model\` must have at most ${maxModelLength} characters.`, "model");
  }
  const problem = shape.problemOf(body);
  if (problem) return bad(problem);
  const stream = shape.streams ? (body["stream"] ?? false) : false;
  if (typeof stream !== "boolean") return refuse("`stream` must be true or false.", "stream");
  const streamOptions = shape.usageOption ? (body["stream_options"] ?? null) : null;
  if (streamOptions !== null && !isRecord(streamOptions)) {
    return refuse("`stream_options` must be an object.", "stream_options");
  }
  const limitName = shape.limitKeys.find((key) => (body[key] ?? null) !== null);
  const maxOutputTokens = limitName === undefined ? unlimited(shape) : body[limitName];
  if (maxOutputTokens !== null && (!Number.isInteger(maxOutputTokens) || Number(maxOutputTokens) < 0)) {
    return refuse(`\`${limitName}\` must be a whole number, 0 or more.`, limitName ?? null);
  }
  const { values, duplicate, close } = topLevelRanges(bytes, shape.readKeys);
  if (duplicate !== null) return refuse(`\`${duplicate}\` is given more than once.`, duplicate);
  const modelRange = values.get("model");
  if (!modelRange) return refuse("`model` is required.", "model");
  const options = shape.usageOption ? (values.get("stream_options") ?? null) : null;
  if (options !== null && options.end - options.start > maxStreamOptionsBytes) {
    return refuse(`\`stream_options\` must have at most ${maxStreamOptionsBytes} bytes.`, "stream_options");
  }
  const { inlineBytes, tools, vision, jsonSchema } = shape.needsOf(body);
  let inputBytes = -inlineBytes;
  const input: ByteRange[] = [];
  for (const key of shape.inputKeys) {
    const range = values.get(key);
    if (!range) continue;
    inputBytes += range.end - range.start;
    input.push(range);
  }
  return {
    ok: true,
    request: {
      model,
      stream,
      addsUsage: stream && shape.usageOption && streamOptions?.["include_usage"] !== true,
      streamOptions,
      maxOutputTokens: maxOutputTokens === null ? null : Number(maxOutputTokens),
      inputBytes: Math.max(0, inputBytes),
      needs: { tools, vision, jsonSchema },
      user: userOf(body),
      ranges: { model: modelRange, streamOptions: options, input, close },
    },
  };
}

/** OpenAI's `user`, Anthropic's `metadata.user_id`. What is no text is for the upstream to refuse. */
function userOf({ user, metadata }: Record<string, unknown>): string | null {
  if (typeof user === "string") return user;
  const id = isRecord(metadata) ? metadata["user_id"] : null;
  return typeof id === "string" ? id : null;
}

/** What holds when the caller bounds nothing. */
function unlimited({ limitKeys }: RequestShape): 0 | null {
  return limitKeys.length === 0 ? 0 : null;
}

function notJson(text: string): string {
  if (text.trim() === "") return "The body is empty; it must be a JSON object.";
  const at = locateJsonError(text);
  return at === null
    ? "The body is not valid JSON."
    : `The body is not valid JSON: line ${at.line}, column ${at.column}.`;
}

function bad(problem: RequestProblem): ParsedRequest {
  return { ok: false, problem };
}

function refuse(message: string, param: string | null): ParsedRequest {
  return bad(invalidRequest(message, param));
}
