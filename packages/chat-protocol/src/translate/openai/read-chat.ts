import { isRecord } from "../../json-record.ts";
import type { Carrying, Fields } from "../carrying.ts";
import type { Chat, OutputFormat, Tool, ToolChoice } from "../chat.ts";
import type { JsonObject } from "../translation.ts";
import { readMessages } from "./read-messages.ts";

/** Values with which a field says what leaving it out says. */
const silent = {
  n: 1,
  store: false,
  logprobs: false,
  top_logprobs: 0,
  frequency_penalty: 0,
  presence_penalty: 0,
  service_tier: "auto",
  verbosity: "medium",
  modalities: ["text"],
  logit_bias: {},
  metadata: {},
};

/** Reads a chat completion request for a translation. What is wrong with it, `carrying` knows. */
export function readChat(body: JsonObject, carrying: Carrying): Chat {
  const fields = carrying.fields(body, "");
  fields.take("model");
  fields.take("stream");
  // Usage is always asked for, and what of `stream_options` the caller wants is the gateway's own business.
  const options = fields.take("stream_options");
  if (options !== undefined) {
    const inner = carrying.fields(options, "stream_options");
    inner.take("include_usage");
    // Padding against eavesdroppers, which nobody else has.
    inner.ignore({ include_obfuscation: false });
    inner.end();
  }
  fields.ignore(silent);
  const limit = fields.number("max_completion_tokens");
  const olderLimit = fields.number("max_tokens");
  const conversation = readMessages(fields.take("messages"), carrying);
  const tools = carrying.list(fields.take("tools"), "tools").flatMap(([tool, path]) => readTool(tool, path, carrying));
  return {
    ...conversation,
    tools,
    toolChoice: readToolChoice(fields, tools, carrying),
    parallelTools: fields.flag("parallel_tool_calls") ?? null,
    format: readFormat(fields.take("response_format"), carrying),
    maxTokens: limit ?? olderLimit ?? null,
    temperature: fields.number("temperature") ?? null,
    topP: fields.number("top_p") ?? null,
    stop: readStop(fields.take("stop"), carrying),
    rest: fields,
  };
}

function readStop(value: unknown, carrying: Carrying): readonly string[] {
  if (value === undefined) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.filter((entry) => typeof entry === "string");
  if (texts.length !== list.length) carrying.wrong("stop", "`stop` must be a text or an array of texts.");
  return texts;
}

function readTool(value: unknown, path: string, carrying: Carrying): readonly Tool[] {
  const fields = carrying.fields(value, path);
  if (fields.take("type") !== "function") {
    carrying.lose(fields.at("type"), "only tools of the type `function` are known there");
    return [];
  }
  const inner = carrying.fields(fields.take("function"), fields.at("function"));
  const name = inner.text("name");
  const schema = inner.take("parameters");
  if (schema !== undefined && !isRecord(schema)) {
    carrying.wrong(inner.at("parameters"), `\`${inner.at("parameters")}\` must be a JSON schema.`);
  }
  const tool = {
    path: inner.path,
    name: name ?? "",
    description: inner.text("description") ?? null,
    schema: isRecord(schema) ? schema : null,
    strict: inner.flag("strict") ?? false,
  };
  inner.end();
  fields.end();
  if (name === undefined) carrying.wrong(inner.at("name"), `\`${inner.at("name")}\` must name the function.`);
  return [tool];
}

function readToolChoice(fields: Fields, tools: readonly Tool[], carrying: Carrying): ToolChoice | null {
  const choice = fields.take("tool_choice");
  if (choice === undefined) return null;
  if (choice === "auto" || choice === "none") return { kind: choice };
  if (tools.length === 0) {
    carrying.lose("tool_choice", "there are no `tools` to call");
    return null;
  }
  if (choice === "required") return { kind: choice };
  const named = isRecord(choice) && choice["type"] === "function" ? choice["function"] : null;
  const name = isRecord(named) ? named["name"] : null;
  if (typeof name === "string" && tools.some((tool) => tool.name === name)) return { kind: "tool", name };
  carrying.lose("tool_choice", "it is none of `auto`, `none`, `required` or one of the `tools`");
  return null;
}

function readFormat(value: unknown, carrying: Carrying): OutputFormat | null {
  if (value === undefined) return null;
  const fields = carrying.fields(value, "response_format");
  const type = fields.take("type");
  if (type === "text") return null;
  if (type === "json_object") return { kind: "object" };
  if (type !== "json_schema") {
    carrying.lose("response_format.type", "it is none of `text`, `json_object` or `json_schema`");
    return null;
  }
  const inner = carrying.fields(fields.take("json_schema"), "response_format.json_schema");
  const schema = inner.take("schema");
  // Whoever takes a schema holds to it, so that asking for it strictly adds nothing.
  inner.take("strict");
  const name = inner.text("name") ?? null;
  const description = inner.text("description") ?? null;
  inner.end();
  if (isRecord(schema)) return { kind: "schema", name, description, schema };
  carrying.wrong(inner.at("schema"), `\`${inner.at("schema")}\` must be a JSON schema.`);
  return null;
}
