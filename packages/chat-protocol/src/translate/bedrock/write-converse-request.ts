import type { Carrying } from "../carrying.ts";
import type { Chat, Part } from "../chat.ts";
import type { JsonObject } from "../translation.ts";

/** The body of `POST /model/…/converse` that asks what a chat completion request asks. */
export function writeConverseRequest(chat: Chat, carrying: Carrying): JsonObject {
  const { rest, format } = chat;
  const metadata = rest.take("metadata");
  rest.end();
  if (format?.kind === "object") {
    carrying.lose("response_format", "it has no JSON without a schema; give one as `json_schema`");
  }
  const inference = {
    ...(chat.maxTokens === null ? {} : { maxTokens: chat.maxTokens }),
    ...(chat.temperature === null ? {} : { temperature: chat.temperature }),
    ...(chat.topP === null ? {} : { topP: chat.topP }),
    ...(chat.stop.length === 0 ? {} : { stopSequences: chat.stop }),
  };
  return {
    ...(chat.system.length === 0 ? {} : { system: chat.system.map((text) => ({ text })) }),
    messages: chat.turns.map(({ role, parts }) => ({
      role,
      content: parts.flatMap((part) => writePart(part, carrying)),
    })),
    ...(Object.keys(inference).length === 0 ? {} : { inferenceConfig: inference }),
    ...tools(chat, carrying),
    ...(format?.kind === "schema" ? { outputConfig: { textFormat: textFormat(format) } } : {}),
    ...(metadata === undefined ? {} : { requestMetadata: metadata }),
  };
}

/** The schema goes as a text there. */
const textFormat = ({ name, description, schema }: Extract<Chat["format"], { kind: "schema" }>): JsonObject => ({
  type: "json_schema",
  structure: {
    jsonSchema: {
      schema: JSON.stringify(schema),
      ...(name === null ? {} : { name }),
      ...(description === null ? {} : { description }),
    },
  },
});

function tools({ tools: list, toolChoice, parallelTools }: Chat, carrying: Carrying): JsonObject {
  if (list.length === 0) return {};
  if (parallelTools === false) carrying.lose("parallel_tool_calls", "it cannot be kept from calling several tools");
  if (toolChoice?.kind === "none") carrying.lose("tool_choice", "it cannot be kept from calling tools");
  const choice =
    toolChoice?.kind === "tool"
      ? { tool: { name: toolChoice.name } }
      : toolChoice?.kind === "required"
        ? { any: {} }
        : toolChoice?.kind === "auto"
          ? { auto: {} }
          : null;
  return {
    toolConfig: {
      tools: list.map(({ name, description, schema, strict }) => ({
        toolSpec: {
          name,
          ...(description === null ? {} : { description }),
          inputSchema: { json: schema ?? { type: "object", properties: {} } },
          ...(strict ? { strict } : {}),
        },
      })),
      ...(choice ? { toolChoice: choice } : {}),
    },
  };
}

const imageFormat = /^image\/(png|jpeg|gif|webp)$/;

function writePart(part: Part, carrying: Carrying): readonly JsonObject[] {
  switch (part.kind) {
    case "text":
      return [{ text: part.text }];
    case "image_url":
      carrying.lose(`${part.path}.image_url.url`, "it fetches nothing; send the image as a `data:` URL");
      return [];
    case "data": {
      const source = { bytes: part.data };
      const format = imageFormat.exec(part.mediaType)?.[1];
      if (format !== undefined) return [{ image: { format, source } }];
      // Other letters are refused in its names.
      const name = (part.name ?? "document").replace(/[^A-Za-z0-9 ()[\]-]+/g, "-");
      if (part.mediaType === "application/pdf") return [{ document: { format: "pdf", name, source } }];
      carrying.lose(part.path, `it takes images and PDF, and no ${part.mediaType}`);
      return [];
    }
    case "call":
      if (part.extra) carrying.lose(`${part.path}.extra_content`);
      return [{ toolUse: { toolUseId: part.id, name: part.name, input: part.input } }];
    case "result":
      return [{ toolResult: { toolUseId: part.callId, content: part.texts.map((text) => ({ text })) } }];
    case "thought":
      return thought(part.block, part.path, carrying);
  }
}

function thought(block: JsonObject, path: string, carrying: Carrying): readonly JsonObject[] {
  const { type, thinking, signature, data } = block;
  if (type === "redacted_thinking") return [{ reasoningContent: { redactedContent: data } }];
  if (type === "thinking") return [{ reasoningContent: { reasoningText: { text: thinking, signature } } }];
  carrying.lose(path);
  return [];
}
