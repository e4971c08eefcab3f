import { isRecord } from "../../json-record.ts";
import type { Carrying, Fields } from "../carrying.ts";
import type { Destination, JsonObject } from "../translation.ts";
import { readBlocks, textsOf } from "./read-blocks.ts";

/** What an upstream calls the bound on output tokens: OpenAI's newer models refuse the name that engines know. */
export type LimitKey = "max_tokens" | "max_completion_tokens";

/** The body of `POST /v1/chat/completions` that asks what a request of Anthropic's messages asks. */
export function writeChatRequest(
  body: JsonObject,
  { model, stream, asksUsage = true }: Destination,
  limitKey: LimitKey,
  carrying: Carrying,
): JsonObject {
  const fields = carrying.fields(body, "");
  fields.take("model");
  fields.take("stream");
  // Caches fill by themselves where there are any.
  fields.take("cache_control");
  fields.ignore({ service_tier: "auto", speed: "standard", thinking: { type: "disabled" } });
  const system = textsOf(fields.take("system"), "system", carrying);
  const conversation = carrying.list(fields.take("messages"), "messages");
  const written: Record<string, unknown> = {
    model,
    messages: [
      ...(system.length === 0 ? [] : [{ role: "system", content: joined(system) }]),
      ...conversation.flatMap(([each, path], at) => message(each, path, at === conversation.length - 1, carrying)),
    ],
  };
  const set = (key: string, value: unknown): void => {
    if (value !== undefined) written[key] = value;
  };
  set(limitKey, fields.number("max_tokens"));
  const tools = carrying.list(fields.take("tools"), "tools").flatMap(([each, path]) => tool(each, path, carrying));
  const choice = fields.take("tool_choice");
  if (tools.length > 0) set("tools", tools);
  if (choice !== undefined) {
    const names = tools.map((each) => each.function.name);
    Object.assign(written, toolChoice(carrying.fields(choice, "tool_choice"), names, carrying));
  }
  const stops = carrying.list(fields.take("stop_sequences"), "stop_sequences");
  if (stops.length > 0) {
    set(
      "stop",
      stops.map(([text]) => text),
    );
  }
  set("temperature", fields.number("temperature"));
  set("top_p", fields.number("top_p"));
  set("user", userOf(fields, carrying));
  output(fields, set, carrying);
  if (stream) {
    set("stream", true);
    if (asksUsage) set("stream_options", { include_usage: true });
  }
  fields.end();
  return written;
}

function userOf(fields: Fields, carrying: Carrying): string | undefined {
  const value = fields.take("metadata");
  if (value === undefined) return undefined;
  const metadata = carrying.fields(value, "metadata");
  const user = metadata.text("user_id");
  metadata.end();
  return user;
}

const efforts = ["low", "medium", "high", "xhigh", "max"];

function output(fields: Fields, set: (key: string, value: unknown) => void, carrying: Carrying): void {
  const value = fields.take("output_config");
  const older = fields.take("output_format");
  const config = carrying.fields(value ?? {}, "output_config");
  const effort = config.text("effort");
  if (effort !== undefined && efforts.includes(effort)) set("reasoning_effort", effort);
  else if (effort !== undefined) carrying.lose("output_config.effort", "it has no such effort");
  const format = config.take("format") ?? older;
  config.end();
  if (format === undefined) return;
  const schema = isRecord(format) && format["type"] === "json_schema" ? format["schema"] : null;
  if (!isRecord(schema)) return carrying.lose("output_config.format", "it is no `json_schema`");
  set("response_format", { type: "json_schema", json_schema: { name: "response", schema, strict: true } });
}

type FunctionTool = { readonly type: "function"; readonly function: JsonObject & { readonly name: string } };

function tool(value: unknown, path: string, carrying: Carrying): readonly FunctionTool[] {
  const fields = carrying.fields(value, path);
  const type = fields.take("type");
  if (type !== undefined && type !== "custom") {
    carrying.lose(path, `the tool \`${String(type)}\` is Anthropic's own`);
    return [];
  }
  fields.take("cache_control");
  // OpenAI's protocol streams the input of every call as it comes.
  fields.take("eager_input_streaming");
  fields.ignore({ defer_loading: false, allowed_callers: ["direct"] });
  const description = fields.text("description");
  const strict = fields.flag("strict");
  const definition = {
    name: fields.neededText("name"),
    ...(description === undefined ? {} : { description }),
    parameters: fields.take("input_schema") ?? { type: "object", properties: {} },
    ...(strict === undefined ? {} : { strict }),
  };
  fields.end();
  return [{ type: "function", function: definition }];
}

/** `tools`: what they are called. */
function toolChoice(fields: Fields, tools: readonly string[], carrying: Carrying): JsonObject {
  const type = fields.take("type");
  const name = fields.text("name") ?? "";
  const one = fields.flag("disable_parallel_tool_use") === true ? { parallel_tool_calls: false } : {};
  fields.end();
  if (type === "tool" && tools.includes(name)) {
    return { tool_choice: { type: "function", function: { name } }, ...one };
  }
  if (type === "any" && tools.length > 0) return { tool_choice: "required", ...one };
  // Where there are no tools it says nothing, and OpenAI refuses it.
  if (type === "auto" || type === "none") return tools.length > 0 ? { tool_choice: type, ...one } : {};
  carrying.lose("tool_choice", "it is none of `auto`, `any`, `none` or one of the `tools`");
  return tools.length > 0 ? one : {};
}

function message(value: unknown, path: string, isLast: boolean, carrying: Carrying): readonly JsonObject[] {
  const fields = carrying.fields(value, path);
  const role = fields.take("role");
  const content = fields.take("content");
  fields.end();
  if (role === "system") return [{ role, content: joined(textsOf(content, fields.at("content"), carrying)) }];
  const { parts, calls, results, reasoning } = readBlocks(content, fields.at("content"), carrying);
  if (role === "user") {
    // What a tool returned follows its call at once, whatever else the user says.
    return [...results, ...(parts.length === 0 ? [] : [{ role, content: plain(parts) }])];
  }
  if (role !== "assistant") {
    carrying.lose(fields.at("role"), "it is none of `user`, `assistant` or `system`");
    return [];
  }
  if (isLast) {
    // Anthropic's models go on with an answer that ends the conversation; others would begin another one.
    carrying.lose(path, "an answer that was begun is not gone on with there");
    if (carrying.drop) return [];
  }
  return [
    {
      role,
      content: parts.length === 0 ? null : plain(parts),
      ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    },
  ];
}

/** Engines take a lone text more surely than a list of one. */
const plain = (parts: readonly JsonObject[]): unknown =>
  parts.length === 1 && parts[0]?.["type"] === "text" ? parts[0]["text"] : parts;

const joined = (texts: readonly string[]): unknown =>
  texts.length === 1 ? texts[0] : texts.map((text) => ({ type: "text", text }));
