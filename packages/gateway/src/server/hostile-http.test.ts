import { connect, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chat, chatBody } from "../testing/chat-call.ts";
import { chatHead, rawCall, readAnswer } from "../testing/raw-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway, testKey } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { beginStream, completion, replyJson, textFrame } from "../testing/wire.ts";

let upstream: RawUpstream;
let gateway: TestGateway;

beforeEach(async () => {
  upstream = await startRawUpstream((response) => replyJson(response, completion("fine")));
  gateway = await startTestGateway(routingYaml({ east: upstream.url }), { bodyTimeoutMs: 300 });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const body = chatBody();
const length = `content-length: ${body.length}`;
const close = "connection: close";

/** It is refused in JSON with an id, and the gateway goes on serving. */
async function expectRefused(parts: readonly (string | Buffer)[], status: number, code: string): Promise<void> {
  const { status: answered, head, error } = readAnswer(await rawCall(gateway.port, ...parts));
  expect({ answered, code: error["code"] }).toEqual({ answered: status, code });
  expect(head.toLowerCase()).toContain(`x-request-id: ${String(error["request_id"])}`);
  expect(error["request_id"]).toMatch(/^[0-9a-f-]{36}$/);
  expect((await chat(gateway.url, body)).status).toBe(200);
  await waitUntil(() => gateway.counters.requestsInFlight === 0, "nothing in flight");
}

describe("broken or dishonest HTTP", () => {
  it.each<[string, readonly (string | Buffer)[], number]>([
    ["content-length and transfer-encoding together", [chatHead(length, "transfer-encoding: chunked"), body], 400],
    ["two different lengths", [chatHead(length, "content-length: 5"), body], 400],
    ["a length that is no number", [chatHead("content-length: 5x"), body], 400],
    ["a negative length", [chatHead("content-length: -1"), body], 400],
    ["a header name with a space before the colon", [chatHead("content-length : 5"), body], 400],
    ["a header that begins with a space", [chatHead(" x: y"), body], 400],
    ["64 KB of headers", [chatHead(`x-long: ${"a".repeat(65_536)}`)], 431],
    ["a NUL in a header", [chatHead("x: a\0b")], 400],
    ["a request line that is none", ["GET\r\n\r\n"], 400],
    ["TLS on a plain port", [Buffer.from("160301020001000001fc0303", "hex")], 400],
    ["HTTP/2 without an upgrade", ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"], 400],
    ["HTTP/1.1 without a host", [`GET /v1/models HTTP/1.1\r\n${close}\r\n\r\n`], 400],
  ])("%s is refused", async (_what, parts, status) => {
    await expectRefused(parts, status, "invalid_http");
    expect(gateway.records.filter(({ outcome }) => outcome !== "completed")).toEqual([]);
    expect(upstream.calls).toHaveLength(1);
  });

  it.each<[string, readonly (string | Buffer)[]]>([
    ["an unknown transfer-encoding", [chatHead("transfer-encoding: xchunked"), body]],
    ["a chunk whose size is no number", [chatHead("transfer-encoding: chunked"), '5\r\n{"mod\r\nzz\r\n']],
    ["a chunk that is longer than it says", [chatHead("transfer-encoding: chunked"), "3\r\nabcdef\r\n0\r\n\r\n"]],
  ])("%s is refused, and leaves 1 record that says so", async (_what, parts) => {
    await expectRefused(parts, 400, "invalid_http");
    expect(gateway.records[0]).toMatchObject({ outcome: "rejected", status: 400, errorCode: "invalid_http" });
    expect(gateway.records).toHaveLength(2);
  });

  it.each([
    ["is shorter than it says", () => undefined],
    ["comes byte by byte", (socket: Socket) => void socket.write(" ")],
  ])("a body that %s is refused with 408 after the body's timeout", async (_what, drip) => {
    const socket = connect(gateway.port, "127.0.0.1");
    let text = "";
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    socket.write(chatHead(`content-length: ${body.length + 1_000}`) + body);
    const dripping = setInterval(() => drip(socket), 10);
    await waitUntil(() => text.includes("body_timeout"), "the refusal");
    clearInterval(dripping);
    socket.destroy();
    expect(await gateway.record()).toMatchObject({ status: 408, outcome: "rejected" });
  });

  it("a body that its sender ends early, by half-closing, leaves 1 record and no hanging connection", async () => {
    const socket = connect({ port: gateway.port, host: "127.0.0.1", allowHalfOpen: true });
    socket.on("error", () => undefined);
    socket.resume();
    const closed = new Promise((resolve) => socket.on("close", resolve));
    socket.end(chatHead("content-length: 1000") + body);
    await gateway.record();
    socket.end();
    await closed;
    expect(gateway.records).toHaveLength(1);
    expect(gateway.counters.requestsInFlight).toBe(0);
  });

  it("bytes after a body, while its stream runs, do not get into the stream", async () => {
    upstream.answer = (response) => beginStream(response, textFrame("a"));
    const streaming = chatBody({ stream: true });
    const socket = connect(gateway.port, "127.0.0.1");
    let text = "";
    let closed = false;
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    socket.on("close", () => (closed = true));
    socket.write(chatHead(`content-length: ${streaming.length}`) + streaming);
    await waitUntil(() => text.includes(textFrame("a")), "the stream");
    socket.write("no http at all\r\n\r\n");
    await waitUntil(() => closed, "the end of the connection");
    expect(text).not.toContain("400 Bad Request");
    await waitUntil(() => upstream.calls[0]?.abortedAtMs !== null, "the upstream's abort");
    expect(gateway.records).toMatchObject([{ outcome: "cancelled", status: 499 }]);
  });
});

describe("unusual HTTP that makes sense", () => {
  it("is answered as ever when it asks for an upgrade to h2c, as Java's client does", async () => {
    const reply = await rawCall(
      gateway.port,
      chatHead(
        "upgrade: h2c",
        "http2-settings: AAMAAABkAAQAoAAAAAIAAAAA",
        "connection: upgrade, http2-settings, close",
        length,
      ),
      body,
    );
    expect(reply).toContain("200 OK");
    expect(reply).toContain("fine");
  });

  it("is answered as ever when it expects what nobody knows", async () => {
    expect(await rawCall(gateway.port, chatHead("expect: tea", length, close), body)).toContain("200 OK");
  });

  it.each([
    ["GET", "/live", "upgrade_required", 426],
    ["POST", "/live", "upgrade_required", 426],
    ["GET", "/live/x", "unknown_path", 404],
    ["GET", "/", "unknown_path", 404],
    ["OPTIONS", "/v1/chat/completions", "method_not_allowed", 405],
    ["PUT", "/v1/models", "method_not_allowed", 405],
    ["CONNECT", "example.com:443", "method_not_allowed", 405],
  ])("%s %s is %s", async (method, path, code, status) => {
    const upgrade = path.startsWith("/live") ? "upgrade: websocket\r\nconnection: upgrade, close" : close;
    await expectRefused([`${method} ${path} HTTP/1.1\r\nhost: x\r\n${upgrade}\r\n\r\n`], status, code);
  });

  it("a compressed body is refused with 415 that says how to send it", async () => {
    const packed = gzipSync(body);
    const head = chatHead("content-encoding: gzip", `content-length: ${packed.length}`, close);
    await expectRefused([head, packed], 415, "unsupported_encoding");
    expect(gateway.records[0]).toMatchObject({ outcome: "rejected", status: 415 });
  });

  it("a body that says `identity` is not compressed", async () => {
    expect(await rawCall(gateway.port, chatHead("content-encoding: identity", length, close), body)).toContain(
      "200 OK",
    );
  });

  it("two keys in one request are no key", async () => {
    const head = chatHead(`authorization: Bearer other`, length, close);
    await rawCall(gateway.port, head, body);
    expect(gateway.records[0]).toMatchObject({ keyName: "local" });
  });

  it("20 requests sent at once on one connection are answered in their order, 1 record each", async () => {
    const one = chatHead(length) + body;
    const all = one.repeat(19) + chatHead(length, close) + body;
    const text = await rawCall(gateway.port, all);
    expect(text.match(/HTTP\/1.1 200 OK/g)).toHaveLength(20);
    expect(gateway.records).toHaveLength(20);
  });

  it("a connection that closes with 3 requests in the making ends all 3 and their upstream calls", async () => {
    upstream.answer = () => undefined;
    const socket = connect(gateway.port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write((chatHead(length) + body).repeat(3));
    await waitUntil(() => upstream.calls.length === 3, "the calls");
    socket.destroy();
    await waitUntil(() => gateway.records.length === 3, "3 records");
    expect(gateway.records.map(({ status }) => status)).toEqual([499, 499, 499]);
    await waitUntil(() => upstream.calls.every(({ abortedAtMs }) => abortedAtMs !== null), "the aborts");
    expect(gateway.counters.requestsInFlight).toBe(0);
  });

  it("a stream that waits behind another on its connection for longer than a caller may read nothing ends with it", async () => {
    const other = await startTestGateway(routingYaml({ east: upstream.url }), { clientStallMs: 200 });
    let calls = 0;
    upstream.answer = (response) => {
      calls += 1;
      beginStream(response, textFrame("x".repeat(calls === 1 ? 1 : 1_000_000)));
    };
    const streaming = chatBody({ stream: true });
    const one = chatHead(`content-length: ${streaming.length}`) + streaming;
    await rawCall(other.port, one, one);
    await waitUntil(() => other.records.length === 2, "both records");
    expect(other.counters).toMatchObject({ requestsInFlight: 0, streamsOpen: 0 });
    await other.close();
  });

  it("a socket that asks for an upgrade and is reset does not end the process", async () => {
    for (let i = 0; i < 20; i += 1) {
      const socket = connect(gateway.port, "127.0.0.1");
      socket.on("error", () => undefined);
      await new Promise((resolve) => socket.once("connect", resolve));
      socket.write(`GET /live HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n`);
      socket.resetAndDestroy();
    }
    const request = `GET /v1/models HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${testKey}\r\n${close}\r\n\r\n`;
    expect(await rawCall(gateway.port, request)).toContain("200 OK");
  });
});
