import { isRecord } from "./json-record.ts";
import { locateJsonError } from "./locate-json-error.ts";
import { type ByteRange, topLevelRanges } from "./top-level-ranges.ts";

/** The facts of a chat completion request that routing and relaying need; everything else stays bytes. */
export type ChatRequest = {
  readonly model: string;
  readonly stream: boolean;
  /** The caller asked for the usage frame itself. */
  readonly wantsUsage: boolean;
  /** The caller's own `stream_options`, parsed; null when absent. */
  readonly streamOptions: Readonly<Record<string, unknown>> | null;
  /** `max_completion_tokens`, else `max_tokens`. */
  readonly maxOutputTokens: number | null;
  /** UTF-8 bytes of `messages`, without images that stand inside them as data. */
  readonly messagesBytes: number;
  readonly needs: { readonly tools: boolean; readonly vision: boolean; readonly jsonSchema: boolean };
  readonly ranges: ChatRanges;
};

/** Where in the body the values stand that may have to be replaced. */
export type ChatRanges = {
  readonly model: ByteRange;
  readonly streamOptions: ByteRange | null;
  /** Offset of the body's closing brace. */
  readonly close: number;
};

export type ChatRequestProblem = {
  readonly code: "invalid_json" | "invalid_request";
  readonly message: string;
  /** The field to blame. */
  readonly param: string | null;
};

export type ParsedChatRequest =
  | { readonly ok: true; readonly request: ChatRequest }
  | { readonly ok: false; readonly problem: ChatRequestProblem };

// A byte order mark is not JSON white space: it must reach the parser to be refused.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Names go into messages, headers and the log. */
const maxModelLength = 256;
/** They are written anew for the upstream; real ones have about 30 bytes. */
const maxStreamOptionsBytes = 4_096;

const readKeys = ["model", "messages", "stream", "stream_options"] as const;

/** Parses a body once. Only fields that the gateway itself acts on are checked; the upstream checks the others. */
export function parseChatRequest(bytes: Uint8Array): ParsedChatRequest {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return bad("invalid_json", "The body is not valid UTF-8.", null);
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return bad("invalid_json", notJson(text), null);
  }
  if (!isRecord(body)) return bad("invalid_request", "The body must be a JSON object.", null);
  return checkFields(body, bytes);
}

function checkFields(body: Record<string, unknown>, bytes: Uint8Array): ParsedChatRequest {
  const model = body["model"];
  if (typeof model !== "string" || model === "") {
    return bad("invalid_request", "`model` must name a model, as a non-empty string.", "model");
  }
  if (model.length > maxModelLength) {
    return bad("invalid_request", `\`model\` must have at most ${maxModelLength} characters.`, "model");
  }
  const messages = body["messages"];
  if (!Array.isArray(messages) || messages.length === 0) {
    return bad("invalid_request", "`messages` must be an array with at least one message.", "messages");
  }
  const wrongMessage = messages.findIndex((message) => !isRecord(message) || typeof message["role"] !== "string");
  if (wrongMessage !== -1) {
    const param = `messages[${wrongMessage}]`;
    return bad("invalid_request", `\`${param}\` must be an object with a \`role\`.`, param);
  }
  const stream = body["stream"] ?? false;
  if (typeof stream !== "boolean") return bad("invalid_request", "`stream` must be true or false.", "stream");
  const streamOptions = body["stream_options"] ?? null;
  if (streamOptions !== null && !isRecord(streamOptions)) {
    return bad("invalid_request", "`stream_options` must be an object.", "stream_options");
  }
  const limitName = (body["max_completion_tokens"] ?? null) === null ? "max_tokens" : "max_completion_tokens";
  const maxOutputTokens = body[limitName] ?? null;
  if (maxOutputTokens !== null && (!Number.isInteger(maxOutputTokens) || Number(maxOutputTokens) < 0)) {
    return bad("invalid_request", `\`${limitName}\` must be a whole number, 0 or more.`, limitName);
  }
  const { values, duplicate, close } = topLevelRanges(bytes, readKeys);
  if (duplicate !== null) return bad("invalid_request", `\`${duplicate}\` is given more than once.`, duplicate);
  const modelRange = values.get("model");
  const messagesRange = values.get("messages");
  if (!modelRange || !messagesRange) return bad("invalid_request", "`model` and `messages` are required.", "model");
  const options = values.get("stream_options") ?? null;
  if (options !== null && options.end - options.start > maxStreamOptionsBytes) {
    const most = `at most ${maxStreamOptionsBytes} bytes`;
    return bad("invalid_request", `\`stream_options\` must have ${most}.`, "stream_options");
  }
  const images = imagesIn(messages);
  return {
    ok: true,
    request: {
      model,
      stream,
      wantsUsage: streamOptions?.["include_usage"] === true,
      streamOptions,
      maxOutputTokens: maxOutputTokens === null ? null : Number(maxOutputTokens),
      messagesBytes: messagesRange.end - messagesRange.start - images.inlineBytes,
      needs: {
        tools: isFilled(body["tools"]) || isFilled(body["functions"]),
        vision: images.any,
        jsonSchema: isRecord(body["response_format"]) && body["response_format"]["type"] === "json_schema",
      },
      ranges: { model: modelRange, streamOptions: options, close },
    },
  };
}

function imagesIn(messages: readonly unknown[]): { any: boolean; inlineBytes: number } {
  let any = false;
  let inlineBytes = 0;
  for (const message of messages) {
    const content = isRecord(message) ? message["content"] : null;
    if (!Array.isArray(content)) continue;
    for (const part of content) {
      if (!isRecord(part) || part["type"] !== "image_url") continue;
      any = true;
      const image = part["image_url"];
      const url = isRecord(image) ? image["url"] : null;
      if (typeof url === "string" && url.startsWith("data:")) inlineBytes += url.length;
    }
  }
  return { any, inlineBytes };
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function notJson(text: string): string {
  if (text.trim() === "") return "The body is empty; it must be a JSON object.";
  const at = locateJsonError(text);
  return at === null
    ? "The body is not valid JSON."
    : `The body is not valid JSON: line ${at.line}, column ${at.column}.`;
}

function bad(code: ChatRequestProblem["code"], message: string, param: string | null): ParsedChatRequest {
  return { ok: false, problem: { code, message, param } };
}
