import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chatCompletions } from "./endpoints/chat-completions.ts";
import { scanReply } from "./scan-reply.ts";

const scan = (text: string) => scanReply(chatCompletions.reply, new TextEncoder().encode(text));

describe("scanReply", () => {
  it("reads the usage of a completion and nothing that content says about usage", () => {
    const text = JSON.stringify({
      choices: [{ message: { content: '"usage":{"prompt_tokens":1}', usage: { prompt_tokens: 2 } } }],
      usage: { prompt_tokens: 11, completion_tokens: 3 },
    });
    expect(scan(text)).toEqual({
      isReply: true,
      failed: false,
      usage: { inputTokens: 11, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 3 },
    });
  });

  it.each([
    "",
    "null",
    "<html>",
    "[]",
    '{"error":{"message":"x"}}',
    '{"choices":[',
    '{"choices":[]} x',
    '{"choices":null}',
  ])("does not take %j for a completion", (text) => {
    expect(scan(text).isReply).toBe(false);
  });

  it("of any JSON object, knows whether it has choices, and its usage", () => {
    const usage = fc.option(fc.record({ prompt_tokens: fc.nat(), completion_tokens: fc.nat() }));
    const property = fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.array(fc.jsonValue()),
      usage,
      (extra, choices, used) => {
        const text = JSON.stringify({ ...extra, choices, usage: used }, null, 2);
        const facts = scan(text);
        expect(facts.isReply).toBe(true);
        expect(facts.usage?.outputTokens ?? null).toBe(used?.completion_tokens ?? null);
      },
    );
    fc.assert(property);
  });
});
