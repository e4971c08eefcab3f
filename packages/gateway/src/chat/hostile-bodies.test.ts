import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chatHead, rawCall, readAnswer } from "../testing/raw-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { completion, replyJson } from "../testing/wire.ts";

let upstream: RawUpstream;
let gateway: TestGateway;

beforeAll(async () => {
  upstream = await startRawUpstream((response) => replyJson(response, completion("fine")));
  gateway = await startTestGateway(routingYaml({ east: upstream.url }));
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

/** The answer to these bytes as a body, and the one record that it left. */
async function send(body: string | Buffer) {
  const before = gateway.records.length;
  const text = await rawCall(
    gateway.port,
    chatHead(`content-length: ${Buffer.byteLength(body)}`, "connection: close"),
    body,
  );
  expect(gateway.records.length).toBe(before + 1);
  expect(gateway.counters.requestsInFlight).toBe(0);
  return { text, record: gateway.records[before]! };
}

const deep = 100_000;
const message = '"messages":[{"role":"user","content":"hi"}]';

describe("a body that is refused with 400, the place or the field, and 1 record", () => {
  it.each<[string, string | Buffer, RegExp]>([
    ["no bytes", "", /empty/],
    ["white space", " \n ", /empty/],
    ["a lone byte of UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), /UTF-8/],
    ["half of a surrogate pair as bytes", Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), /UTF-8/],
    ["a byte order mark", `\ufeff{"model":"chat",${message}}`, /line 1, column 1/],
    ["a NUL in a string", `{"model":"a\0b",${message}}`, /line 1, column 12/],
    ["arrays 100,000 levels deep, unclosed", "[".repeat(deep), /line 1, column 100001/],
    ["an array", "[]", /object/],
    ["null", "null", /object/],
    ["a model given twice", `{"model":"chat","mod\\u0065l":"other",${message}}`, /`model` is given more than once/],
    ["messages given twice", `{"model":"chat",${message},${message}}`, /`messages` is given more than once/],
    ["stream as a text", `{"model":"chat","stream":"yes",${message}}`, /`stream` must be true or false/],
    ["max_tokens beyond numbers", `{"model":"chat","max_tokens":1e400,${message}}`, /whole number/],
    ["max_tokens below 0", `{"model":"chat","max_tokens":-1,${message}}`, /whole number/],
    ["a model of 1 MB", `{"model":"${"a".repeat(1_000_000)}",${message}}`, /at most 256 characters/],
    [
      "stream_options of 100,000 levels",
      `{"model":"chat","stream":true,"stream_options":{"a":${"[".repeat(deep)}${"]".repeat(deep)}},${message}}`,
      /`stream_options`/,
    ],
    ["no messages", '{"model":"chat","messages":[]}', /at least one/],
    ["a message that is none", '{"model":"chat","messages":[null]}', /messages\[0\]/],
  ])("%s", async (_what, body, why) => {
    const { text, record } = await send(body);
    const { status, error } = readAnswer(text);
    expect(status).toBe(400);
    expect(error["message"]).toMatch(why);
    expect(String(error["message"]).length).toBeLessThan(500);
    expect(record).toMatchObject({ id: error["request_id"], outcome: "rejected", status: 400, attemptCount: 0 });
  });
});

describe("a body that only an upstream can judge goes there as it is", () => {
  it.each<[string, string]>([
    ["content 100,000 levels deep", `{"model":"chat","metadata":${"[".repeat(deep)}${"]".repeat(deep)},${message}}`],
    ["a number of 1,000 digits", `{"model":"chat","seed":${"9".repeat(1_000)},${message}}`],
    ["n: 100", `{"model":"chat","n":100,${message}}`],
    [
      "lone surrogates and NUL as escapes",
      String.raw`{"model":"chat","user":"\ud800\u0000","messages":[{"role":"user","content":"\udfff"}]}`,
    ],
    ["__proto__ and constructor", `{"model":"chat","__proto__":{"stream":true},"constructor":{"a":1},${message}}`],
    ["max_tokens of 1e300", `{"model":"chat","max_tokens":1e300,${message}}`],
    [
      "10,000 messages",
      `{"model":"chat","messages":[${Array(10_000).fill('{"role":"user","content":"a"}').join(",")}]}`,
    ],
  ])("%s", async (_what, body) => {
    const { text } = await send(body);
    expect(text).toContain("200 OK");
    expect(upstream.calls.at(-1)?.body).toBe(body);
  });
});

it("a model with NUL and lone surrogates that nobody has is a 404 in sound JSON", async () => {
  const { text } = await send(String.raw`{"model":"\ud800\u0000\n",${message}}`);
  expect(readAnswer(text).status).toBe(404);
});
