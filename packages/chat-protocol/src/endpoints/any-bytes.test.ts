import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRequest } from "../parse-request.ts";
import { scanReply } from "../scan-reply.ts";
import type { StreamDialect } from "../stream-frame.ts";
import { StreamTap } from "../stream-tap.ts";
import { allEndpoints } from "./all-endpoints.ts";

const encoder = new TextEncoder();
const numRuns = 300;

/** JSON that looks like something an API would say, put together wrongly. */
const keys = fc.constantFrom(
  ..."model messages input prompt system stream stream_options max_tokens tools text output_config content type".split(
    " ",
  ),
  ..."source data role usage choices output error delta message response content_block item".split(" "),
);
const words = fc.constantFrom<unknown>(
  null,
  true,
  0,
  1.5,
  "",
  ..."image tool_result base64 error x.delta message_start message_delta response.completed response.failed".split(" "),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    words,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(keys, tie("value"), { maxKeys: 5 }),
  ),
})).value;

const names = fc.constantFrom("error", "message_stop", "content_block_delta", "ping", "response.completed", "a.delta");
const frame = fc
  .tuple(fc.option(names), json, fc.constantFrom("\n", "\r\n", "\r"))
  .map(
    ([name, data, end]) => `${name === null ? "" : `event: ${name}${end}`}data: ${JSON.stringify(data)}${end}${end}`,
  );
const oddFrame = fc.constantFrom(": x\n\n", "data: [DONE]\n\n", "\n", "data\n\n", "data: {\n\n");

function told(dialect: StreamDialect, pieces: readonly Uint8Array[]) {
  let relayed = "";
  const latin1 = new TextDecoder("latin1");
  const tap = new StreamTap(dialect, { relay: (frames) => void (relayed += latin1.decode(frames)) }, true);
  for (const piece of pieces) tap.push(piece);
  tap.end();
  const { contentSeen, tokenFrames, frames, finishSeen, done, usage, usageIsPartial, failure } = tap;
  return { relayed, contentSeen, tokenFrames, frames, finishSeen, done, usage, usageIsPartial, failure };
}

describe.each(allEndpoints.map((endpoint) => [endpoint.name, endpoint] as const))("%s", (_name, endpoint) => {
  it("takes any body, or says what is wrong with it", () => {
    const body = fc
      .dictionary(keys, json)
      .map((more) => ({ model: "m", messages: [{ role: "u" }], input: "a", ...more }));
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      body.map((value) => encoder.encode(JSON.stringify(value))),
    );
    const property = fc.property(bytes, (given) => {
      const parsed = parseRequest(endpoint.request, given);
      if (parsed.ok) expect(parsed.request.inputBytes).toBeGreaterThanOrEqual(0);
      else expect(parsed.problem.message).not.toBe("");
    });
    fc.assert(property, { numRuns });
  });

  it("takes any bytes for a reply or for none", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      json.map((value) => encoder.encode(JSON.stringify(value))),
    );
    fc.assert(
      fc.property(bytes, (given) => void scanReply(endpoint.reply, given)),
      { numRuns },
    );
  });
});

it.each(allEndpoints.flatMap(({ name, stream }) => (stream ? [[name, stream] as const] : [])))(
  "%s: hears the same of any stream, whole, in pieces and byte by byte",
  (_name, dialect) => {
    const frames = fc.array(fc.oneof(frame, oddFrame), { minLength: 1, maxLength: 8 });
    const property = fc.property(frames, fc.array(fc.nat()), (texts, cuts) => {
      const all = encoder.encode(texts.join(""));
      const at = [...new Set(cuts.map((cut) => cut % all.length))].sort((a, b) => a - b);
      const pieces = [0, ...at].map((start, i) => all.subarray(start, at[i] ?? all.length));
      const whole = told(dialect, [all]);
      expect(told(dialect, pieces)).toEqual(whole);
      expect(
        told(
          dialect,
          Array.from(all, (_, i) => all.subarray(i, i + 1)),
        ),
      ).toEqual(whole);
    });
    fc.assert(property, { numRuns });
  },
);
