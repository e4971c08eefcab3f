import type { Carrying, Fields } from "../carrying.ts";
import type { JsonObject } from "../translation.ts";

/** The blocks of one message of Anthropic's, sorted into what a chat completion keeps apart. */
export type ReadBlocks = {
  readonly parts: JsonObject[];
  readonly calls: JsonObject[];
  /** Messages of the role `tool`. */
  readonly results: JsonObject[];
  reasoning: string;
};

export function readBlocks(content: unknown, path: string, carrying: Carrying): ReadBlocks {
  const read: ReadBlocks = { parts: [], calls: [], results: [], reasoning: "" };
  if (typeof content === "string") {
    if (content !== "") read.parts.push({ type: "text", text: content });
    return read;
  }
  for (const [block, at] of carrying.list(content, path)) readBlock(carrying.fields(block, at), read, carrying);
  return read;
}

/** The texts of a content that can be nothing else. */
export function textsOf(content: unknown, path: string, carrying: Carrying): readonly string[] {
  const { parts, calls, results } = readBlocks(content, path, carrying);
  if (calls.length + results.length > 0) carrying.lose(path, "only texts can stand there");
  return parts.flatMap((part) => {
    if (typeof part["text"] === "string") return [part["text"]];
    carrying.lose(path, "only texts can stand there");
    return [];
  });
}

function readBlock(fields: Fields, read: ReadBlocks, carrying: Carrying): void {
  const type = fields.take("type");
  // Caches fill by themselves where there are any.
  fields.take("cache_control");
  switch (type) {
    case "text": {
      const text = fields.text("text");
      if (text) read.parts.push({ type, text });
      break;
    }
    case "image":
      read.parts.push(...image(carrying.fields(fields.take("source"), fields.at("source")), carrying));
      break;
    case "document": {
      fields.ignore({ citations: { enabled: false } });
      read.parts.push(...document(fields, carrying));
      break;
    }
    case "tool_use": {
      // Who called it, as Anthropic's own answers tell it.
      fields.ignore({ caller: { type: "direct" } });
      const name = fields.text("name");
      const written = JSON.stringify(fields.take("input") ?? {});
      read.calls.push({ id: fields.text("id"), type: "function", function: { name, arguments: written } });
      break;
    }
    case "tool_result":
      read.results.push(result(fields, carrying));
      break;
    case "thinking":
      read.reasoning += fields.text("thinking") ?? "";
      // Signed, it is for nobody but Anthropic; engines get back what they have thought themselves.
      if (fields.text("signature")) carrying.lose(fields.path, "a signed thought is for Anthropic's models alone");
      break;
    default:
      carrying.lose(fields.path, `a block of the type \`${String(type)}\` is not known there`);
      return;
  }
  fields.end();
}

function image(source: Fields, carrying: Carrying): readonly JsonObject[] {
  const type = source.take("type");
  if (type !== "url" && type !== "base64") {
    carrying.lose(source.path, "an image must be `base64` or a `url`");
    return [];
  }
  const url = type === "url" ? source.neededText("url") : dataUrl(source);
  source.end();
  return [{ type: "image_url", image_url: { url } }];
}

const dataUrl = (source: Fields): string =>
  `data:${source.neededText("media_type")};base64,${source.neededText("data")}`;

function document(fields: Fields, carrying: Carrying): readonly JsonObject[] {
  const source = carrying.fields(fields.take("source"), fields.at("source"));
  const title = fields.text("title");
  const type = source.take("type");
  if (type === "text") {
    if (title) carrying.lose(fields.at("title"), "a plain text has none");
    source.take("media_type");
    const text = source.text("data");
    source.end();
    return text ? [{ type, text }] : [];
  }
  if (type !== "base64") {
    carrying.lose(source.path, "a document must be `base64` or `text`");
    return [];
  }
  const data = dataUrl(source);
  source.end();
  return [{ type: "file", file: { filename: title ?? "document.pdf", file_data: data } }];
}

/** OpenAI has no flag for a tool that failed: the model is told so in words. */
function result(fields: Fields, carrying: Carrying): JsonObject {
  const texts = textsOf(fields.take("content"), fields.at("content"), carrying);
  const failed = fields.flag("is_error") === true;
  const content = failed ? `Error: ${texts.join("\n")}` : texts.length <= 1 ? (texts[0] ?? "") : parts(texts);
  return { role: "tool", tool_call_id: fields.text("tool_use_id"), content };
}

const parts = (texts: readonly string[]): unknown => texts.map((text) => ({ type: "text", text }));
