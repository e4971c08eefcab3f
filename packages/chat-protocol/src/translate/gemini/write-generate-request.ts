import type { Carrying } from "../carrying.ts";
import type { Chat, Turn } from "../chat.ts";
import type { Destination, JsonObject } from "../translation.ts";
import { writeParts } from "./write-parts.ts";

/** The body of `models/…:generateContent` that asks what a chat completion request asks. */
export function writeGenerateRequest(
  chat: Chat,
  { model }: Destination,
  callsHaveIds: boolean,
  carrying: Carrying,
): JsonObject {
  const generationConfig = config(chat, model, carrying);
  chat.rest.end();
  const names = callNames(chat.turns);
  const signed = !isOfBefore3(model);
  return {
    ...(chat.system.length === 0 ? {} : { systemInstruction: { parts: chat.system.map((text) => ({ text })) } }),
    contents: chat.turns.map((turn) => ({
      role: turn.role === "assistant" ? "model" : "user",
      parts: writeParts(turn, names, { callsHaveIds, signed }, carrying),
    })),
    ...tools(chat, carrying),
    ...(Object.keys(generationConfig).length === 0 ? {} : { generationConfig }),
  };
}

/** Results name their function there, and not only its call. */
function callNames(turns: readonly Turn[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { parts } of turns) for (const part of parts) if (part.kind === "call") names.set(part.id, part.name);
  return names;
}

function tools({ tools: list, toolChoice, parallelTools }: Chat, carrying: Carrying): JsonObject {
  if (list.length === 0) return {};
  if (parallelTools === false) carrying.lose("parallel_tool_calls", "it cannot be kept from calling several tools");
  const functionDeclarations = list.map(({ path, name, description, schema, strict }) => {
    if (strict) carrying.lose(`${path}.strict`);
    return {
      name,
      ...(description === null ? {} : { description }),
      ...(schema === null ? {} : { parametersJsonSchema: schema }),
    };
  });
  const modes = { auto: "AUTO", none: "NONE", required: "ANY" } as const;
  const functionCallingConfig =
    toolChoice?.kind === "tool"
      ? { mode: "ANY", allowedFunctionNames: [toolChoice.name] }
      : toolChoice && { mode: modes[toolChoice.kind] };
  return {
    tools: [{ functionDeclarations }],
    ...(functionCallingConfig ? { toolConfig: { functionCallingConfig } } : {}),
  };
}

function config(chat: Chat, model: string, carrying: Carrying): JsonObject {
  const { rest, format } = chat;
  if (format?.kind === "schema" && format.description !== null) {
    carrying.lose("response_format.json_schema.description");
  }
  const given = {
    maxOutputTokens: chat.maxTokens,
    temperature: chat.temperature,
    topP: chat.topP,
    topK: rest.number("top_k"),
    stopSequences: chat.stop.length === 0 ? null : chat.stop,
    seed: rest.number("seed"),
    presencePenalty: rest.number("presence_penalty"),
    frequencyPenalty: rest.number("frequency_penalty"),
    responseMimeType: format && "application/json",
    responseJsonSchema: format?.kind === "schema" ? format.schema : null,
    thinkingConfig: thinking(chat, model, carrying),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => (value ?? null) !== null));
}

/** Models of before Gemini 3 ask for no signatures and know no levels of thinking. */
const isOfBefore3 = (model: string): boolean => /gemini-[12]\./.test(model);

/** Tokens to think with, which is how models of before Gemini 3 count effort. */
const budgets: Readonly<Record<string, number>> = { minimal: 1024, low: 1024, medium: 8192, high: 24_576 };

function thinking({ rest }: Chat, model: string, carrying: Carrying): JsonObject | null {
  const effort = rest.text("reasoning_effort");
  if (effort === undefined) return null;
  if (effort === "none") return { thinkingBudget: 0 };
  const budget = budgets[effort];
  if (budget === undefined) {
    carrying.lose("reasoning_effort", "it has no such effort");
    return null;
  }
  return isOfBefore3(model) ? { thinkingBudget: budget } : { thinkingLevel: effort };
}
