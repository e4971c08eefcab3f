import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { choicesStream } from "./endpoints/choices.ts";
import { StreamTap } from "./stream-tap.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const role =
  'data: {"id":"a","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}\n\n';
const hello =
  'data: {"id":"a","choices":[{"index":0,"delta":{"content":"Grüße \\"usage\\" 🌍"},"finish_reason":null}],"usage":null}\n\n';
const finish = 'data: {"id":"a","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n';
const usage =
  'data: {"id":"a","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":4}}}\n\n';
const error = 'data: {"error":{"message":"out of memory","type":"server_error","code":500}}\n\n';
const done = "data: [DONE]\n\n";

function run(pieces: readonly Uint8Array[], stripUsage: boolean) {
  const out: Uint8Array[] = [];
  const tap = new StreamTap(choicesStream, { relay: (frames) => void out.push(frames.slice()) }, stripUsage);
  for (const piece of pieces) tap.push(piece);
  tap.end();
  const { contentSeen, tokenSeen, tokenFrames, frames, finishSeen, done: isDone, usage: used, failure } = tap;
  const text = decoder.decode(concat(out));
  return {
    text,
    facts: { contentSeen, tokenSeen, tokenFrames, frames, finishSeen, isDone, used, failure },
    runs: out.length,
  };
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const bytesOf = (...frames: string[]) => encoder.encode(frames.join(""));

describe("StreamTap", () => {
  it("relays a chunk of whole frames as the very bytes that came, in 1 piece", () => {
    const chunk = bytesOf(role, hello);
    const out: Uint8Array[] = [];
    new StreamTap(choicesStream, { relay: (frames) => void out.push(frames) }, true).push(chunk);
    expect(out).toHaveLength(1);
    expect(out[0]).toBe(chunk);
  });

  it("reads usage and keeps its frame when the caller asked for it", () => {
    const { text, facts } = run([bytesOf(role, hello, finish, usage, done)], false);
    expect(text).toBe(role + hello + finish + usage + done);
    expect(facts.used).toEqual({ inputTokens: 9, cachedInputTokens: 4, cacheWriteTokens: 0, outputTokens: 2 });
    expect(facts).toMatchObject({ contentSeen: true, finishSeen: true, isDone: true, frames: 5, failure: null });
  });

  it("strips the usage frame when the caller did not ask, and not a usage that stands beside choices", () => {
    const beside =
      'data: {"choices":[{"delta":{"content":"x"}}],"usage":{"prompt_tokens":1,"completion_tokens":1}}\n\n';
    expect(run([bytesOf(role, hello, finish, usage, done)], true).text).toBe(role + hello + finish + done);
    expect(run([bytesOf(beside, done)], true).text).toBe(beside + done);
  });

  it("sees no content in a role frame, an empty delta, a comment or a frame without choices", () => {
    const filters = 'data: {"choices":[],"prompt_filter_results":[]}\n\n';
    const { facts } = run([bytesOf(": waiting\n\n", filters, role)], true);
    expect(facts).toMatchObject({ contentSeen: false, tokenSeen: false, frames: 3 });
  });

  it.each([
    ["text", '{"content":"a"}'],
    ["reasoning", '{"reasoning_content":"a"}'],
    ["a tool call", '{"tool_calls":[{"index":0,"function":{"name":"f","arguments":""}}]}'],
    ["a refusal", '{"refusal":"no"}'],
  ])("sees content in %s", (_name, delta) => {
    const { facts } = run([bytesOf(`data: {"choices":[{"delta":${delta},"finish_reason":null}]}\n\n`)], true);
    expect(facts).toMatchObject({ contentSeen: true, tokenSeen: true, tokenFrames: 1 });
  });

  it("takes an end without any token for content, but not for a token", () => {
    expect(run([bytesOf(role, finish)], true).facts).toMatchObject({ contentSeen: true, tokenSeen: false });
  });

  it.each([
    ["an error object", error],
    ["an error text", 'data: {"error":"boom"}\n\n'],
    ["an old engine's error", 'data: {"object":"error","message":"boom","code":500}\n\n'],
    ["an error with an event line", 'event: error\ndata: {"error": {"message":"boom"}}\n\n'],
  ])("fails on %s after content and relays nothing from it on", (_name, frame) => {
    const { text, facts } = run([bytesOf(role, hello, frame, hello, done)], true);
    expect(text).toBe(role + hello);
    expect(facts.failure?.kind).toBe("error_event");
    expect(facts.isDone).toBe(false);
  });

  it("does not take content that speaks of errors for an error", () => {
    const talk = 'data: {"choices":[{"delta":{"content":"{\\"error\\":{\\"message\\":\\"x\\"}}","role":"error"}}]}\n\n';
    expect(run([bytesOf(hello, talk, done)], true).facts.failure).toBeNull();
  });

  it("fails as malformed when data before the first content is not JSON", () => {
    expect(run([bytesOf("data: <html>\n\n")], true).facts.failure).toEqual({ kind: "malformed" });
  });

  it("drops what follows [DONE], and knows a [DONE] that no blank line closes", () => {
    expect(run([bytesOf(hello, done, hello)], true).text).toBe(hello + done);
    const open = run([bytesOf(hello, "data: [DONE]")], true);
    expect(open.text).toBe(`${hello}data: [DONE]`);
    expect(open.facts.isDone).toBe(true);
  });

  it("does not relay the beginning of a frame whose end never came", () => {
    expect(run([bytesOf(hello, hello.slice(0, 40))], true).text.startsWith(hello)).toBe(true);
    const cut: string[] = [];
    const tap = new StreamTap(choicesStream, { relay: (frames) => void cut.push(decoder.decode(frames)) }, true);
    tap.push(bytesOf(hello, hello.slice(0, 40)));
    expect(cut.join("")).toBe(hello);
  });

  it.each(["\n", "\r\n", "\r"])("finds frames that end with line ends %j", (end) => {
    const all = (role + hello + finish + usage + done).replaceAll("\n", end);
    const { text, facts } = run([encoder.encode(all)], true);
    expect(text).toBe((role + hello + finish + done).replaceAll("\n", end));
    expect(facts.isDone).toBe(true);
  });

  it("split at every position of the stream, relays the same bytes and knows the same facts", () => {
    for (const end of ["\n", "\r\n"]) {
      for (const frames of [
        [": hi\n\n", role, hello, hello, finish, usage, done],
        [role, hello, error, done],
      ]) {
        const all = encoder.encode(frames.join("").replaceAll("\n", end));
        const whole = run([all], true);
        for (let i = 1; i < all.length; i += 1) {
          const split = run([all.subarray(0, i), all.subarray(i)], true);
          expect({ text: split.text, facts: split.facts }).toEqual({ text: whole.text, facts: whole.facts });
        }
      }
    }
  });

  it("cut into any number of pieces, down to single bytes, relays the same bytes and knows the same facts", () => {
    const frame = fc.constantFrom(
      role,
      hello,
      finish,
      usage,
      ": c\n\n",
      'event: x\ndata: {"choices":[]}\n\n',
      "\n",
      "data:\n\n",
    );
    const property = fc.property(
      fc.array(frame, { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat({ max: 900 }), { maxLength: 40 }),
      fc.boolean(),
      fc.constantFrom("\n", "\r\n", "\r"),
      (frames, cuts, strip, lineEnd) => {
        const all = encoder.encode((frames.join("") + done).replaceAll("\n", lineEnd));
        const at = [...new Set(cuts.map((cut) => cut % all.length))].sort((a, b) => a - b);
        const pieces = [0, ...at].map((start, i) => all.subarray(start, at[i] ?? all.length));
        const single = Array.from(all, (_, i) => all.subarray(i, i + 1));
        const whole = run([all], strip);
        for (const other of [run(pieces, strip), run(single, strip)]) {
          expect({ text: other.text, facts: other.facts }).toEqual({ text: whole.text, facts: whole.facts });
        }
      },
    );
    fc.assert(property, { numRuns: 200 });
  });
});
