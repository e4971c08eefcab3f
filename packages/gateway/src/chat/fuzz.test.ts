import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chat, type ChatReply, chatBody } from "../testing/chat-call.ts";
import { chatHead, rawCall, readAnswer } from "../testing/raw-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { completion, doneFrame, finishFrame, replyJson, roleFrame, textFrame, usageFrame } from "../testing/wire.ts";

let upstream: RawUpstream;
let gateway: TestGateway;
/** What the upstream streams, in the pieces that it sends. */
let pieces: readonly Buffer[] = [];

const patience = { bodyTimeoutMs: 1_000 };
const timeouts = "connect: 1s, first_token: 1s, idle: 1s, response: 1s";

beforeAll(async () => {
  upstream = await startRawUpstream((response, call) => {
    // A fuzzed body may reach an upstream only as JSON.
    if (JSON.parse(call.body).stream !== true) return replyJson(response, completion("fine"));
    response.writeHead(200, { "content-type": "text/event-stream" });
    const send = ([first, ...rest]: readonly Buffer[]): void => {
      if (!first) response.end();
      else response.write(first, () => setImmediate(send, rest));
    };
    send(pieces);
  });
  // No breaker and no retry: each run stands for itself.
  const retry = "max_attempts: 1, max_retry_share: 100%";
  gateway = await startTestGateway(routingYaml({ east: upstream.url }, { timeouts, retry }), patience);
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

/** A run of fast-check that anybody can repeat. */
const seeded = (numRuns: number) => ({ seed: 4_001, numRuns, endOnFailure: true });

async function settled(): Promise<void> {
  await waitUntil(() => gateway.counters.requestsInFlight === 0, "nothing in flight");
  expect(gateway.counters.streamsOpen).toBe(0);
}

/** The gateway's answer, whole and well-formed: a reply of the upstream or an error envelope, as JSON. */
function expectAnswer(text: string): number {
  expect(text).toMatch(/^HTTP\/1\.1 \d{3} /);
  if (text.startsWith("HTTP/1.1 200 ")) {
    expect(text.slice(text.indexOf("\r\n\r\n") + 4)).toBe(completion("fine"));
    return 200;
  }
  const { status, error } = readAnswer(text);
  expect(error).toMatchObject({ message: expect.any(String), code: expect.any(String) });
  expect(error["request_id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(status).not.toBe(500);
  return status;
}

/** Bytes of `whole` with a stretch cut out and others put in its place. */
const mutated = (whole: Buffer): fc.Arbitrary<Buffer> =>
  fc
    .tuple(fc.nat(whole.length), fc.nat(12), fc.oneof(fc.uint8Array({ maxLength: 8 }), fc.constant(new Uint8Array())))
    .map(([at, length, bytes]) => Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + length)]));

describe("whatever a caller sends is answered, once and in JSON, and leaves nothing behind", () => {
  const valid = chatBody({ max_tokens: 5, user: "ü", tools: [{ type: "function", function: { name: "f" } }] });
  const bodies = fc.oneof(
    { weight: 3, arbitrary: mutated(Buffer.from(valid)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)) },
    {
      weight: 2,
      arbitrary: fc
        .record({
          model: fc.constant("chat"),
          messages: fc.jsonValue(),
          max_tokens: fc.jsonValue(),
          input: fc.jsonValue(),
        })
        .map((body) => Buffer.from(JSON.stringify(body))),
    },
  );

  it("any bytes as a body", async () => {
    const before = gateway.records.length;
    const runs = seeded(300);
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const head = chatHead(`content-length: ${body.length}`, "connection: close");
        expectAnswer(await rawCall(gateway.port, head, body));
      }),
      runs,
    );
    await settled();
    expect(gateway.records.length).toBe(before + runs.numRuns);
  });

  it("any bytes as headers", async () => {
    const names = [
      "x-meridian-tags",
      "x-meridian-timeout-ms",
      "x-meridian-region",
      "x-meridian-session",
      "traceparent",
    ];
    const more = ["authorization", "x-api-key", "accept", "expect", "upgrade", "content-type", "content-encoding"];
    const value = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString("latin1"));
    const header = fc.tuple(fc.oneof(fc.constantFrom(...names, ...more), value), value);
    await fc.assert(
      fc.asyncProperty(fc.array(header, { minLength: 1, maxLength: 4 }), async (headers) => {
        const lines = headers.map(([name, text]) => `${name}: ${text}`);
        const head = chatHead(...lines, `content-length: ${Buffer.byteLength(valid)}`, "connection: close");
        expectAnswer(await rawCall(gateway.port, Buffer.from(head, "latin1"), valid));
      }),
      seeded(300),
    );
    await settled();
  });

  it("any bytes at all", async () => {
    const whole = Buffer.from(chatHead(`content-length: ${Buffer.byteLength(valid)}`, "connection: close") + valid);
    await fc.assert(
      fc.asyncProperty(mutated(whole), async (bytes) => {
        // Half-closed, since what was cut out may have said how long it is: nobody waits for the rest.
        const text = await new Promise<string>((resolve) => {
          const socket = connect({ port: gateway.port, host: "127.0.0.1", allowHalfOpen: true });
          let got = "";
          socket.on("data", (chunk: Buffer) => (got += chunk.toString()));
          socket.on("error", () => undefined);
          socket.on("end", () => socket.end());
          socket.on("close", () => resolve(got));
          socket.end(bytes);
        });
        // A request that never became one may be closed without a word.
        const [first = ""] = text.split(/(?=HTTP\/1\.1 \d{3} )/);
        if (first !== "") expect(first).toMatch(/^HTTP\/1\.1 \d{3} [^]*\r\n\r\n[^]*\}$/);
      }),
      seeded(300),
    );
    await settled();
  });
});

describe("whatever an upstream streams reaches the caller as a whole stream, or as one with an error at its end", () => {
  const frames = Buffer.from(
    `: hi\n\n${roleFrame}${textFrame("grüß 🚀")}${textFrame("b")}${finishFrame}${usageFrame}${doneFrame}`,
  );
  const streaming = chatBody({ stream: true, stream_options: { include_usage: true } });

  function expectStream({ status, headers, text, cut }: ChatReply): void {
    expect(cut).toBe(false);
    if (headers["content-type"] === "application/json") {
      expect(status).not.toBe(500);
      expect(JSON.parse(text)).toMatchObject({ error: { code: expect.any(String) } });
      return;
    }
    expect(status).toBe(200);
    const last =
      text
        .trimEnd()
        .split(/\r\n\r\n|\n\n|\r\r/)
        .at(-1) ?? "";
    // Engines that end with a finish and without [DONE] are taken as they are.
    if (!text.includes('"finish_reason":"stop"')) expect(last).toMatch(/data: ?\[DONE\]$|data: \{"error":/);
  }

  it("the same bytes when it is cut in two at any position", async () => {
    for (let at = 1; at < frames.length; at += 1) {
      pieces = [frames.subarray(0, at), frames.subarray(at)];
      const { text } = await chat(gateway.url, streaming);
      if (text !== frames.toString()) expect({ at, text }).toEqual({ at, text: frames.toString() });
    }
    await settled();
    expect(gateway.records.at(-1)).toMatchObject({ outcome: "completed", inputTokens: 12, outputTokens: 3 });
  });

  it("an end that tells, when bytes of it are lost, changed or added", async () => {
    const cuts = fc.tuple(mutated(frames), fc.array(fc.nat(frames.length), { maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(cuts, async ([bytes, at]) => {
        const edges = [0, ...at.toSorted((a, b) => a - b), bytes.length];
        pieces = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
        expectStream(await chat(gateway.url, streaming));
      }),
      seeded(300),
    );
    await settled();
  });
});
