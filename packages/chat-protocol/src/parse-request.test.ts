import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ApiRequest } from "./api-request.ts";
import { chatCompletions } from "./endpoints/chat-completions.ts";
import { parseRequest } from "./parse-request.ts";
import { encodeModelName, rewriteRequest } from "./rewrite-request.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const messages = [{ role: "user", content: "hi" }];

function parse(body: unknown): ApiRequest {
  const parsed = parseRequest(
    chatCompletions.request,
    encoder.encode(typeof body === "string" ? body : JSON.stringify(body)),
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.request;
}

function problem(body: unknown) {
  const parsed = parseRequest(
    chatCompletions.request,
    encoder.encode(typeof body === "string" ? body : JSON.stringify(body)),
  );
  return parsed.ok ? null : parsed.problem;
}

describe("parseRequest", () => {
  it("reads the facts that routing and relaying need", () => {
    const request = parse({
      model: "m",
      stream: true,
      messages,
      max_tokens: 5,
      max_completion_tokens: 7,
      tools: [{ type: "function" }],
      response_format: { type: "json_schema" },
      stream_options: { include_usage: true },
    });
    expect(request).toMatchObject({
      model: "m",
      stream: true,
      addsUsage: false,
      maxOutputTokens: 7,
      inputBytes: JSON.stringify(messages).length,
      needs: { tools: true, vision: false, jsonSchema: true },
    });
  });

  it("needs vision for an image, whose inline bytes are not counted as text", () => {
    const url = `data:image/png;base64,${"A".repeat(10_000)}`;
    const request = parse({
      model: "m",
      messages: [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }],
    });
    expect(request.needs.vision).toBe(true);
    expect(request.inputBytes).toBeLessThan(100);
  });

  it.each([
    ['{"model": "m",\n  "messages": oops}', "line 2, column 15"],
    ['{"model": "m"', "line 1, column 14"],
    ['{"a": "x\ny"}', "line 1, column 9"],
    ['{"a": 01}', "line 1, column 7"],
    ["[1,]", "line 1, column 4"],
    ["{} {}", "line 1, column 4"],
  ])("says where %j stops being JSON: %s", (body, where) => {
    expect(problem(body)).toMatchObject({ code: "invalid_json", param: null, message: expect.stringContaining(where) });
  });

  it.each([
    ["no model", { messages }, "model"],
    ["a model that is a number", { model: 4, messages }, "model"],
    ["no messages", { model: "m" }, "messages"],
    ["empty messages", { model: "m", messages: [] }, "messages"],
    ["a message without a role", { model: "m", messages: [...messages, { content: "x" }] }, "messages[1]"],
    ["a stream that is a text", { model: "m", messages, stream: "yes" }, "stream"],
    ["stream_options that are a list", { model: "m", messages, stream_options: [] }, "stream_options"],
    ["max_tokens of 1.5", { model: "m", messages, max_tokens: 1.5 }, "max_tokens"],
    ["two models", '{"model":"a","messages":[{"role":"user"}],"model":"b"}', "model"],
    ["two models, one written with an escape", '{"model":"a","messages":[{"role":"user"}],"mod\\u0065l":"b"}', "model"],
    ["a list", "[]", null],
  ])("blames the field for %s", (_name, body, param) => {
    expect(problem(body)).toMatchObject({ code: "invalid_request", param });
  });

  it("refuses bytes that are not UTF-8, a byte order mark and an empty body", () => {
    expect(parseRequest(chatCompletions.request, new Uint8Array([0x7b, 0xff, 0x7d]))).toMatchObject({
      ok: false,
      problem: { code: "invalid_json" },
    });
    expect(problem('\ufeff{"model":"m"}')?.code).toBe("invalid_json");
    expect(problem("")?.message).toContain("empty");
  });

  it("takes 100,000 levels of nesting without running out of stack", () => {
    const deep = `{"model":"m","messages":[{"role":"user"}],"x":${"[".repeat(1e5)}${"]".repeat(1e5)}}`;
    expect(parse(deep).model).toBe("m");
    expect(problem(deep.slice(0, -1))?.code).toBe("invalid_json");
  });
});

describe("rewriteRequest", () => {
  const rewrite = (text: string, model: string | null) => {
    const bytes = encoder.encode(text);
    const out = rewriteRequest(
      bytes,
      parse(text),
      model === null ? null : encodeModelName(model),
      true,
      (n) => new Uint8Array(n),
    );
    return { out: decoder.decode(out), same: out === bytes };
  };

  it("returns the very same bytes when there is nothing to change", () => {
    expect(rewrite('{ "messages":[{"role":"user"}], "model" : "m" }', null).same).toBe(true);
  });

  it("replaces the model's name and not one byte more", () => {
    const text =
      '{ "x": 1.0e2, "model" : "m\\u0061" ,\n"messages":[{"role":"user","content":"model"}], "big": 12345678901234567890 }';
    expect(rewrite(text, 'o"1').out).toBe(text.replace('"m\\u0061"', '"o\\"1"'));
  });

  it("asks a stream for its usage, whether stream_options is absent, null or there", () => {
    const body = (more: string) => `{"model":"m","stream":true,"messages":[{"role":"user"}]${more}}`;
    expect(rewrite(body(""), null).out).toBe(body(',"stream_options":{"include_usage":true}'));
    expect(rewrite(body(',"stream_options":null'), null).out).toBe(body(',"stream_options":{"include_usage":true}'));
    expect(rewrite(body(',"stream_options":{"x":1,"include_usage":false}'), null).out).toBe(
      body(',"stream_options":{"x":1,"include_usage":true}'),
    );
    expect(rewrite(body(',"stream_options":{"include_usage":true}'), null).same).toBe(true);
  });

  it("of any body, changes exactly what JSON.parse sees as model and stream_options", () => {
    const property = fc.property(
      fc.dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 6 }),
      fc.string({ minLength: 1 }),
      fc.string({ minLength: 1 }),
      fc.boolean(),
      fc.constantFrom(0, 1, 3),
      fc.boolean(),
      (extra, model, upstreamModel, stream, indent, last) => {
        const own = { model, stream, messages: [{ role: "user", content: extra }] };
        const body: Record<string, unknown> = last ? { ...extra, ...own } : { ...own, ...extra, ...own };
        delete body["stream_options"];
        delete body["max_tokens"];
        delete body["max_completion_tokens"];
        const { out } = rewrite(JSON.stringify(body, null, indent), upstreamModel);
        expect(JSON.parse(out)).toEqual(
          JSON.parse(
            JSON.stringify({
              ...body,
              model: upstreamModel,
              ...(stream ? { stream_options: { include_usage: true } } : {}),
            }),
          ),
        );
      },
    );
    fc.assert(property, { numRuns: 500 });
  });
});
