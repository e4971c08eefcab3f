import { chatOverAnthropic, chatOverBedrock, chatOverGemini, messagesOverChat } from "@meridian/chat-protocol";
import { describe, expect, it } from "vitest";
import { anthropicPlaces, type Json, openaiPlaces } from "../testing/published-fields.ts";

/** What says nothing there, as `docs/protocols.md` has it. */
const saysNothing: Readonly<Record<string, readonly string[]>> = {
  // Whoever takes a schema holds to it.
  Anthropic: ["response_format.json_schema.strict"],
  // It has no names for files.
  Gemini: ["response_format.json_schema.strict", "messages[0].content[0].file.filename"],
  Bedrock: ["response_format.json_schema.strict"],
  // Caches fill by themselves, and the input of calls is streamed as it comes.
  "an engine of OpenAI's protocol": ["cache_control", "eager_input_streaming"],
};

describe.each([
  ["Anthropic", chatOverAnthropic, openaiPlaces],
  ["Gemini", chatOverGemini, openaiPlaces],
  ["Bedrock", chatOverBedrock, openaiPlaces],
  ["an engine of OpenAI's protocol", messagesOverChat("max_tokens"), anthropicPlaces],
] as const)("every published field, asked of %s,", (name, { request }, places) => {
  const ask = (body: Json, drop = false) => request(body, { model: "m", stream: body["stream"] === true, drop });
  const silent = (path: string): boolean =>
    (saysNothing[name] ?? []).some((quiet) => path === quiet || path.endsWith(`.${quiet}`));
  const all = places.flatMap(({ path, plain, fields, body }) =>
    Object.entries(fields).map(([key, value]) => ({
      at: path === "" ? key : `${path}.${key}`,
      without: body(plain),
      asked: body({ ...plain, [key]: value }),
    })),
  );

  it.each(all.map((each) => [each.at, each] as const))("%s is carried over or refused by name", (at, each) => {
    const { without, asked } = each;
    const before = ask(without);
    expect(before).toMatchObject({ ok: true });
    const after = ask(asked);
    if (after.ok) return expect([JSON.stringify(after) === JSON.stringify(before), at]).toEqual([silent(at), at]);
    // The field, something in it, or the object that is of no use with it.
    const param = after.problem.param ?? "nothing";
    expect([param.startsWith(at) || at.startsWith(`${param}.`), param, at]).toEqual([true, param, at]);
    expect(after.problem.message).toContain("x-meridian-drop-unsupported");
    // Dropped, it is as if it had not been there.
    expect(ask(asked, true).ok).toBe(true);
  });
});
