import type Anthropic from "@anthropic-ai/sdk";
import type OpenAI from "openai";

export type Json = Readonly<Record<string, unknown>>;
/** A telling value for every field that a published type has: a field that is new there does not compile here. */
type Fields<Type, Known extends PropertyKey = never> = { readonly [Key in Exclude<KeysOf<Type>, Known>]: unknown };
type KeysOf<Type> = Type extends unknown ? keyof Type : never;

/** One object of a request, by its place there. */
type Place = {
  /** As errors name it; empty: the body itself. */
  readonly path: string;
  readonly fields: Json;
  /** What the object is without any of them. */
  readonly plain: Json;
  readonly body: (object: Json) => Json;
};

const place = (path: string, plain: Json, fields: Json, body: Place["body"]): Place => ({ path, plain, fields, body });
const schema = { type: "object", properties: { a: { type: "string" } } };
const image = "data:image/png;base64,aGk=";
const cache = { type: "ephemeral" };

const hi = { role: "user", content: "hi" };
const chat = (...messages: readonly unknown[]): Json => ({ model: "chat", messages });
const chatPart = (part: Json): Json => chat({ role: "user", content: [part] });
const chatTool = { type: "function", function: { name: "f", parameters: schema } };
const call = { id: "a", type: "function", function: { name: "f", arguments: "{}" } };
const called = { role: "assistant", tool_calls: [call] };
const breakpoint = { mode: "explicit" };
const messageFields = { name: "Ann" };

/** Every place of a chat completion request whose fields OpenAI publishes. */
export const openaiPlaces: readonly Place[] = [
  place(
    "",
    { ...chat(hi), tools: [chatTool], stream: true },
    {
      audio: { voice: "alloy", format: "wav" },
      frequency_penalty: 0.5,
      function_call: "auto",
      functions: [{ name: "f" }],
      logit_bias: { "5": 1 },
      logprobs: true,
      max_completion_tokens: 9,
      max_tokens: 9,
      metadata: { a: "b" },
      modalities: ["text", "audio"],
      moderation: { model: "m" },
      n: 2,
      parallel_tool_calls: false,
      prediction: { type: "content", content: "a" },
      presence_penalty: 0.5,
      prompt_cache_key: "k",
      prompt_cache_options: { mode: "explicit" },
      prompt_cache_retention: "24h",
      reasoning_effort: "high",
      response_format: { type: "json_schema", json_schema: { name: "n", schema } },
      safety_identifier: "s",
      seed: 7,
      service_tier: "flex",
      stop: ["END"],
      store: true,
      stream_options: { include_obfuscation: true },
      temperature: 0.5,
      tool_choice: "required",
      top_logprobs: 2,
      top_p: 0.5,
      user: "u",
      verbosity: "low",
      web_search_options: {},
    } satisfies Fields<OpenAI.ChatCompletionCreateParams, "model" | "messages" | "stream" | "tools">,
    (object) => object,
  ),
  place(
    "messages[0]",
    hi,
    messageFields satisfies Fields<OpenAI.ChatCompletionUserMessageParam, "role" | "content">,
    (object) => chat(object),
  ),
  place(
    "messages[0]",
    { role: "system", content: "Be brief." },
    messageFields satisfies Fields<OpenAI.ChatCompletionSystemMessageParam, "role" | "content">,
    (object) => chat(object, hi),
  ),
  place(
    "messages[0]",
    { role: "developer", content: "Be brief." },
    messageFields satisfies Fields<OpenAI.ChatCompletionDeveloperMessageParam, "role" | "content">,
    (object) => chat(object, hi),
  ),
  place(
    "messages[1]",
    { role: "assistant", content: "a" },
    {
      ...messageFields,
      audio: { id: "a" },
      function_call: { name: "f", arguments: "{}" },
      refusal: "No.",
      tool_calls: [call],
    } satisfies Fields<OpenAI.ChatCompletionAssistantMessageParam, "role" | "content">,
    (object) => chat(hi, object, hi),
  ),
  place(
    "messages[2]",
    { role: "tool", content: "done", tool_call_id: "a" },
    { content: "other" } satisfies Fields<OpenAI.ChatCompletionToolMessageParam, "role" | "tool_call_id">,
    (object) => chat(hi, called, object),
  ),
  place(
    "messages[1].tool_calls[0]",
    call,
    { function: { name: "g", arguments: "{}" } } satisfies Fields<
      OpenAI.ChatCompletionMessageFunctionToolCall,
      "id" | "type"
    >,
    (object) => chat(hi, { role: "assistant", tool_calls: [object] }, { role: "tool", tool_call_id: "a", content: "" }),
  ),
  place(
    "messages[0].content[0]",
    { type: "text", text: "hi" },
    { prompt_cache_breakpoint: breakpoint } satisfies Fields<OpenAI.ChatCompletionContentPartText, "type" | "text">,
    chatPart,
  ),
  place(
    "messages[0].content[0]",
    { type: "image_url", image_url: { url: image } },
    { prompt_cache_breakpoint: breakpoint } satisfies Fields<
      OpenAI.ChatCompletionContentPartImage,
      "type" | "image_url"
    >,
    chatPart,
  ),
  place(
    "messages[0].content[0].image_url",
    { url: image },
    { detail: "high" } satisfies Fields<OpenAI.ChatCompletionContentPartImage.ImageURL, "url">,
    (object) => chatPart({ type: "image_url", image_url: object }),
  ),
  place(
    "messages[0].content[0].file",
    { file_data: "data:application/pdf;base64,aGk=" },
    { filename: "a.pdf", file_id: "file-1" } satisfies Fields<OpenAI.ChatCompletionContentPart.File.File, "file_data">,
    (object) => chatPart({ type: "file", file: object }),
  ),
  place(
    "tools[0].function",
    { name: "f" },
    { description: "d", parameters: schema, strict: true } satisfies Fields<OpenAI.FunctionDefinition, "name">,
    (object) => ({ ...chat(hi), tools: [{ type: "function", function: object }] }),
  ),
  place(
    "response_format.json_schema",
    { name: "n", schema },
    { description: "d", strict: true } satisfies Fields<
      OpenAI.ResponseFormatJSONSchema["json_schema"],
      "name" | "schema"
    >,
    (object) => ({ ...chat(hi), response_format: { type: "json_schema", json_schema: object } }),
  ),
];

const messages = (...said: readonly unknown[]): Json => ({ model: "chat", max_tokens: 9, messages: said });
const block = (object: Json): Json => messages({ role: "user", content: [object] });
const answerBlock = (object: Json): Json => messages(hi, { role: "assistant", content: [object] }, hi);
const tool = { name: "f", input_schema: schema };
const citations = { enabled: true };

/** … and of a request of Anthropic's messages. */
export const anthropicPlaces: readonly Place[] = [
  place(
    "",
    { ...messages(hi), tools: [tool] },
    {
      cache_control: cache,
      container: "c",
      diagnostics: { previous_message_id: "m" },
      inference_geo: "us",
      max_tokens: 10,
      metadata: { user_id: "u" },
      output_config: { effort: "low" },
      service_tier: "standard_only",
      speed: "fast",
      stop_sequences: ["END"],
      stream: true,
      system: "Be brief.",
      thinking: { type: "adaptive" },
      tool_choice: { type: "any" },
      user_profile_id: "u",
      workspace_id: "w",
    } satisfies Fields<Anthropic.MessageCreateParams, "model" | "messages" | "tools">,
    (object) => object,
  ),
  place(
    "messages[0].content[0]",
    { type: "text", text: "hi" },
    { cache_control: cache, citations: [{ type: "char_location" }] } satisfies Fields<
      Anthropic.TextBlockParam,
      "type" | "text"
    >,
    block,
  ),
  place(
    "messages[0].content[0]",
    { type: "image", source: { type: "base64", media_type: "image/png", data: "aGk=" } },
    { cache_control: cache, transformations: { a: 1 } } satisfies Fields<Anthropic.ImageBlockParam, "type" | "source">,
    block,
  ),
  place(
    "messages[0].content[0]",
    { type: "document", source: { type: "base64", media_type: "application/pdf", data: "aGk=" } },
    { cache_control: cache, citations, context: "c", title: "a.pdf" } satisfies Fields<
      Anthropic.DocumentBlockParam,
      "type" | "source"
    >,
    block,
  ),
  place(
    "messages[0].content[0]",
    { type: "document", source: { type: "text", media_type: "text/plain", data: "hi" } },
    { cache_control: cache, citations, context: "c", title: "a" } satisfies Fields<
      Anthropic.DocumentBlockParam,
      "type" | "source"
    >,
    block,
  ),
  place(
    "messages[0].content[0]",
    { type: "tool_result", tool_use_id: "a" },
    { cache_control: cache, content: "done", is_error: true, toolset_name: "t" } satisfies Fields<
      Anthropic.ToolResultBlockParam,
      "type" | "tool_use_id"
    >,
    block,
  ),
  place(
    "messages[1].content[0]",
    { type: "tool_use", id: "a", name: "f", input: {} },
    {
      cache_control: cache,
      caller: { type: "code_execution_20250825", tool_id: "t" },
      toolset_name: "t",
    } satisfies Fields<Anthropic.ToolUseBlockParam, "type" | "id" | "name" | "input">,
    answerBlock,
  ),
  place(
    "messages[1].content[0]",
    { type: "thinking", thinking: "Hm." },
    { signature: "c2ln" } satisfies Fields<Anthropic.ThinkingBlockParam, "type" | "thinking">,
    answerBlock,
  ),
  place(
    "tools[0]",
    tool,
    {
      allowed_callers: ["code_execution_20250825"],
      cache_control: cache,
      defer_loading: true,
      description: "d",
      eager_input_streaming: true,
      input_examples: [{ a: "b" }],
      strict: true,
      type: "bash_20250124",
    } satisfies Fields<Anthropic.Tool, "name" | "input_schema">,
    (object) => ({ ...messages(hi), tools: [object] }),
  ),
  place(
    "tool_choice",
    { type: "tool", name: "f" },
    { disable_parallel_tool_use: true } satisfies Fields<Anthropic.ToolChoiceTool, "type" | "name">,
    (object) => ({ ...messages(hi), tools: [tool], tool_choice: object }),
  ),
  place(
    "output_config",
    {},
    { effort: "low", format: { type: "json_schema", schema } } satisfies Fields<Anthropic.OutputConfig>,
    (object) => ({ ...messages(hi), output_config: object }),
  ),
];
