import type { Carrying } from "../carrying.ts";
import type { Chat, Part } from "../chat.ts";
import type { Destination, JsonObject } from "../translation.ts";

/** Anthropic demands a bound; this is what every one of its models takes. */
const defaultMaxTokens = 4_096;

/** The body of `POST /v1/messages` that asks what a chat completion request asks. */
export function writeMessagesRequest(chat: Chat, { model, stream }: Destination, carrying: Carrying): JsonObject {
  const { rest } = chat;
  const user = rest.text("user");
  const userId = rest.text("safety_identifier") ?? user;
  if (user !== undefined && user !== userId) carrying.lose("user", "it is told of one user, the `safety_identifier`");
  const output = outputConfig(chat, carrying);
  // Its own words for what OpenAI has none for.
  const thinking = rest.take("thinking") ?? (output.effort === "none" ? { type: "disabled" } : undefined);
  const topK = rest.number("top_k");
  rest.end();
  const tooHot = chat.temperature !== null && chat.temperature > 1;
  if (tooHot) carrying.lose("temperature", "it ends at 1 there");
  return {
    model,
    max_tokens: chat.maxTokens ?? defaultMaxTokens,
    ...(chat.system.length === 0 ? {} : { system: chat.system.map((text) => ({ type: "text", text })) }),
    messages: chat.turns.map(({ role, parts }) => ({
      role,
      content: parts.flatMap((part) => writePart(part, carrying)),
    })),
    ...tools(chat),
    ...(chat.stop.length === 0 ? {} : { stop_sequences: chat.stop }),
    ...(chat.temperature === null || tooHot ? {} : { temperature: chat.temperature }),
    ...(chat.topP === null ? {} : { top_p: chat.topP }),
    ...(topK === undefined ? {} : { top_k: topK }),
    ...(userId === undefined ? {} : { metadata: { user_id: userId } }),
    ...(thinking === undefined ? {} : { thinking }),
    ...(output.config === null ? {} : { output_config: output.config }),
    ...(stream ? { stream: true } : {}),
  };
}

function tools({ tools: list, toolChoice, parallelTools }: Chat): JsonObject {
  if (list.length === 0) return {};
  const one = parallelTools === false ? { disable_parallel_tool_use: true } : {};
  const choice =
    toolChoice === null && parallelTools !== false
      ? null
      : toolChoice?.kind === "tool"
        ? { type: "tool", name: toolChoice.name, ...one }
        : toolChoice?.kind === "none"
          ? { type: "none" }
          : { type: toolChoice?.kind === "required" ? "any" : "auto", ...one };
  return {
    tools: list.map(({ name, description, schema, strict }) => ({
      name,
      ...(description === null ? {} : { description }),
      input_schema: schema ?? { type: "object", properties: {} },
      ...(strict ? { strict } : {}),
    })),
    ...(choice ? { tool_choice: choice } : {}),
  };
}

const efforts = ["low", "medium", "high", "xhigh", "max"];

function outputConfig(
  { rest, format }: Chat,
  carrying: Carrying,
): { readonly effort: string | undefined; readonly config: JsonObject | null } {
  const effort = rest.text("reasoning_effort");
  const known = effort !== undefined && efforts.includes(effort);
  if (effort !== undefined && effort !== "none" && !known) carrying.lose("reasoning_effort", "it has no such effort");
  if (format?.kind === "object") {
    carrying.lose("response_format", "it has no JSON without a schema; give one as `json_schema`");
  }
  if (format?.kind === "schema" && format.description !== null) {
    carrying.lose("response_format.json_schema.description");
  }
  const config = {
    ...(known ? { effort } : {}),
    ...(format?.kind === "schema" ? { format: { type: "json_schema", schema: format.schema } } : {}),
  };
  return { effort, config: Object.keys(config).length === 0 ? null : config };
}

function writePart(part: Part, carrying: Carrying): readonly JsonObject[] {
  switch (part.kind) {
    case "text":
      return [{ type: "text", text: part.text }];
    case "image_url":
      return [{ type: "image", source: { type: "url", url: part.url } }];
    case "data": {
      const { mediaType, data, name } = part;
      const source = { type: "base64", media_type: mediaType, data };
      if (mediaType.startsWith("image/")) return [{ type: "image", source }];
      if (mediaType === "application/pdf") return [{ type: "document", source, ...(name ? { title: name } : {}) }];
      carrying.lose(part.path, `it takes images and PDF, and no ${mediaType}`);
      return [];
    }
    case "call":
      if (part.extra) carrying.lose(`${part.path}.extra_content`);
      return [{ type: "tool_use", id: part.id, name: part.name, input: part.input }];
    case "result":
      return [
        { type: "tool_result", tool_use_id: part.callId, content: part.texts.map((text) => ({ type: "text", text })) },
      ];
    case "thought":
      return [part.block];
  }
}
