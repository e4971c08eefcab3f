import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseObjectExactly } from "../parse-exactly.ts";
import { chatOverAnthropic } from "./anthropic/chat-over-anthropic.ts";
import { chatOverBedrock } from "./bedrock/chat-over-bedrock.ts";
import { chatOverGemini } from "./gemini/chat-over-gemini.ts";
import { messagesOverChat } from "./messages/messages-over-chat.ts";
import type { Translation } from "./translation.ts";

type Call = { readonly name: string; readonly args: unknown };
/** What has to survive of a conversation, whoever tells it. */
type Said = { readonly role: string; readonly texts: string[]; readonly calls: Call[]; readonly results: string[] };

const text = fc.string({ minLength: 1, maxLength: 20, unit: "binary" });
const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,15}$/);
const args = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
/** A user's words, and what comes of them: an answer, or calls with their results and then an answer. */
const round = fc.record({
  asks: fc.array(text, { minLength: 1, maxLength: 3 }),
  answers: text,
  calls: fc.array(fc.tuple(name, args, text), { maxLength: 3 }),
});

/** A chat of things that every provider has words for, and what was said in it. */
const chats = fc
  .record({ system: fc.option(text), rounds: fc.array(round, { minLength: 1, maxLength: 4 }), goesOn: text })
  .map(({ system, rounds, goesOn }) => {
    let id = 0;
    const messages: Record<string, unknown>[] = system === null ? [] : [{ role: "system", content: system }];
    const said: Said[] = [];
    for (const { asks, answers, calls } of rounds) {
      messages.push({ role: "user", content: asks.map((each) => ({ type: "text", text: each })) });
      said.push({ role: "user", texts: asks, calls: [], results: [] });
      if (calls.length > 0) {
        const tool_calls = calls.map(([called, input]) => {
          id += 1;
          return { id: `call_${id}`, type: "function", function: { name: called, arguments: JSON.stringify(input) } };
        });
        messages.push({ role: "assistant", content: null, tool_calls });
        for (const [at, [, , result]] of calls.entries()) {
          messages.push({ role: "tool", tool_call_id: tool_calls[at]?.id, content: result });
        }
        said.push(
          {
            role: "assistant",
            texts: [],
            calls: calls.map(([called, input]) => ({ name: called, args: json(input) })),
            results: [],
          },
          { role: "user", texts: [], calls: [], results: calls.map(([, , result]) => result) },
        );
      }
      messages.push({ role: "assistant", content: answers });
      said.push({ role: "assistant", texts: [answers], calls: [], results: [] });
    }
    messages.push({ role: "user", content: goesOn });
    said.push({ role: "user", texts: [goesOn], calls: [], results: [] });
    return { body: { model: "chat", messages }, system, said };
  });

/** As it comes off the wire. */
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function written(translation: Translation, body: Record<string, unknown>) {
  const result = translation.request(body, { model: "m", stream: false, drop: false });
  if (!result.ok) throw new Error(result.problem.message);
  return JSON.parse(JSON.stringify(result.body));
}

type Reader<Part> = {
  readonly text: (part: Part) => string | undefined;
  readonly call: (part: Part) => Call | undefined;
  readonly result: (part: Part) => string | undefined;
};
const isThere = <Value>(value: Value | undefined): value is Value => value !== undefined;

function told<Part>(role: string, parts: readonly Part[], read: Reader<Part>): Said {
  return {
    role,
    texts: parts.map(read.text).filter(isThere),
    calls: parts.map(read.call).filter(isThere),
    results: parts.map(read.result).filter(isThere),
  };
}

type ConversePart = {
  readonly text?: string;
  readonly toolUse?: { readonly name: string; readonly input: unknown };
  readonly toolResult?: { readonly content: readonly { readonly text: string }[] };
};
type Converse = {
  readonly system?: unknown;
  readonly messages: readonly { readonly role: string; readonly content: readonly ConversePart[] }[];
};
const conversePart: Reader<ConversePart> = {
  text: ({ text: words }) => words,
  call: ({ toolUse: use }) => use && { name: use.name, args: use.input },
  result: ({ toolResult }) => toolResult?.content[0]?.text,
};

type GeminiPart = {
  readonly text?: string;
  readonly functionCall?: Call;
  readonly functionResponse?: { readonly response: unknown };
};
type Generate = {
  readonly systemInstruction?: unknown;
  readonly contents: readonly { readonly role: string; readonly parts: readonly GeminiPart[] }[];
};
const geminiPart: Reader<GeminiPart> = {
  text: ({ text: words }) => words,
  call: ({ functionCall: call }) => call && { name: call.name, args: call.args },
  result: ({ functionResponse: reply }) => reply && JSON.stringify(reply.response),
};

describe("whatever chat that every provider has words for", () => {
  it("keeps its roles, texts, calls and results over Bedrock's Converse", () => {
    fc.assert(
      fc.property(chats, (chat) => {
        const { system, messages }: Converse = written(chatOverBedrock, chat.body);
        expect(system ?? null).toEqual(chat.system === null ? null : [{ text: chat.system }]);
        expect(messages.map(({ role, content }) => told(role, content, conversePart))).toEqual(chat.said);
      }),
    );
  });

  it("keeps them over Gemini's generateContent", () => {
    fc.assert(
      fc.property(chats, (chat) => {
        const { systemInstruction, contents }: Generate = written(chatOverGemini, chat.body);
        expect(systemInstruction ?? null).toEqual(chat.system === null ? null : { parts: [{ text: chat.system }] });
        const roleOf = (role: string): string => (role === "model" ? "assistant" : role);
        expect(contents.map(({ role, parts }) => told(roleOf(role), parts, geminiPart))).toEqual(
          chat.said.map((each) => ({ ...each, results: each.results.map(asObject) })),
        );
      }),
    );
  });

  it("is the same chat again when it went over Anthropic's messages and back", () => {
    fc.assert(
      fc.property(chats, (chat) => {
        const there: Record<string, unknown> = written(chatOverAnthropic, chat.body);
        const back: { readonly messages: unknown } = written(messagesOverChat("max_tokens"), there);
        expect(back.messages).toEqual(chat.body.messages.map(plain));
      }),
    );
  });
});

describe("whole numbers that JavaScript cannot tell from their neighbours", () => {
  const id = "12345678901234567891";
  const call = { id: "a", type: "function", function: { name: "f", arguments: `{"id":${id},"at":1.5}` } };
  const messages = [
    { role: "user", content: "hi" },
    { role: "assistant", content: null, tool_calls: [call] },
    { role: "tool", tool_call_id: "a", content: `{"id":${id}}` },
  ];
  it.each([
    ["Anthropic", chatOverAnthropic],
    ["Gemini", chatOverGemini],
    ["Bedrock", chatOverBedrock],
  ])("stay what they are in the input of tools over %s", (_name, translation) => {
    const asked = translation.request({ model: "chat", messages }, { model: "m", stream: false, drop: false });
    const text = JSON.stringify(asked);
    expect(text).toMatch(new RegExp(`"(?:input|args)":\\{"id":${id},"at":1.5\\}`));
    expect(text.split(id)).toHaveLength(3);
  });

  it("are refused for what they are in a field that takes a number", () => {
    const body = parseObjectExactly(`{"model":"chat","messages":[],"seed":${id}}`) ?? {};
    expect(chatOverGemini.request(body, { model: "m", stream: false, drop: true })).toMatchObject({
      problem: { param: "seed", message: "`seed` must not be beyond 2⁵³." },
    });
  });

  it("stay what they are in an answer, and are no input by themselves", () => {
    const reply = (written: string) =>
      messagesOverChat("max_tokens").reply(
        { choices: [{ message: { tool_calls: [{ id: "a", function: { name: "f", arguments: written } }] } }] },
        { requestId: "r", model: "m", nowMs: 0, inputTokens: 1 },
      );
    expect(JSON.stringify(reply(`{"id":${id}}`))).toContain(`"input":{"id":${id}}`);
    expect(reply(id)).toBeNull();
  });
});

/** A result that is no object stands in one there. */
function asObject(result: string): string {
  const value = readJson(result);
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return JSON.stringify(isObject ? value : { result: value });
}

function readJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** A list of one text is that text. */
function plain(message: Record<string, unknown>): Record<string, unknown> {
  const { content } = message;
  return Array.isArray(content) && content.length === 1 ? { ...message, content: content[0].text } : message;
}
