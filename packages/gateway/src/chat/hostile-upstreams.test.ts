import type { ServerResponse } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chat, chatBody } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { completion, doneFrame, finishFrame, replyJson, replyStream, roleFrame, textFrame } from "../testing/wire.ts";

let server: Server;
let serve: (socket: Socket, request: string) => void;
let connections: number;
let good: RawUpstream;
let gateway: TestGateway;
const sockets = new Set<Socket>();

beforeEach(async () => {
  connections = 0;
  server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (chunk) => serve(socket, chunk.toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  good = await startRawUpstream((response, call) => {
    if (JSON.parse(call.body).stream) replyStream(response, roleFrame, textFrame("good"), finishFrame, doneFrame);
    else replyJson(response, completion("good"));
  });
  gateway = await startTestGateway(documentWith("300ms"));
});
afterEach(async () => {
  await gateway.close();
  for (const socket of sockets) socket.destroy();
  await Promise.all([new Promise((resolve) => server.close(resolve)), good.close()]);
});

const documentWith = (patience: string): string => {
  const bad = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const timeouts = `connect: 1s, first_token: ${patience}, idle: ${patience}, response: ${patience}`;
  return routingYaml({ bad, good: good.url }, { timeouts });
};

const settled = async () => {
  await gateway.record();
  expect(gateway.records).toHaveLength(1);
  expect(gateway.counters.requestsInFlight).toBe(0);
  expect([...gateway.registry.all()][0]?.state.views(Date.now()).map(({ inFlight }) => inFlight)).toEqual([0, 0]);
  await waitUntil(() => sockets.size <= 1, "closed connections");
};
const head = (...headers: readonly string[]) =>
  `HTTP/1.1 200 OK\r\n${headers.map((each) => `${each}\r\n`).join("")}\r\n`;
const json = "content-type: application/json";
const sse = "content-type: text/event-stream";
const sized = (text: string) => `content-length: ${Buffer.byteLength(text)}`;
const answer = (text: string, ...headers: readonly string[]) => head(...headers, sized(text)) + text;

describe("without streaming, the next upstream answers when one", () => {
  it.each<[string, (socket: Socket) => void]>([
    ["says no HTTP", (socket) => socket.write("SSH-2.0-OpenSSH_9.6\r\n")],
    ["closes without a word", (socket) => socket.destroy()],
    ["resets", (socket) => socket.resetAndDestroy()],
    ["never ends its headers", (socket) => drip(socket, `${head(json).slice(0, -2)}x: `, "a")],
    [
      "sends 1 MB of headers",
      (socket) => socket.write(`${head(json).slice(0, -2)}x: ${"a".repeat(1_000_000)}\r\n\r\n`),
    ],
    ["sends 10,000 headers", (socket) => socket.write(`${head(json).slice(0, -2)}${"a: b\r\n".repeat(10_000)}\r\n`)],
    ["never ends its body", (socket) => drip(socket, head(json), " ")],
    ["sends fewer bytes than it says", (socket) => socket.end(`${head(json, "content-length: 999")}{}`)],
    ["breaks its chunks", (socket) => socket.write(`${head(json, "transfer-encoding: chunked")}zz\r\n`)],
    ["answers with an error object in a 200", (socket) => socket.write(answer('{"error":{"message":"no"}}', json))],
    ["answers with HTML in a 200", (socket) => socket.write(answer("<html>", "content-type: text/html"))],
    [
      "answers compressed, though it was asked not to",
      (socket) => {
        const body = gzipSync(completion("zip"));
        socket.write(head(json, "content-encoding: gzip", `content-length: ${body.length}`));
        socket.write(body);
      },
    ],
    ["answers with half of JSON in a 200", (socket) => socket.write(answer(completion("a").slice(0, -5), json))],
    [
      "answers with JSON 100,000 levels deep",
      (socket) => socket.write(answer(`{"choices":${"[".repeat(100_000)}`, json)),
    ],
    [
      "redirects",
      (socket) => socket.write(`HTTP/1.1 307 Go\r\nlocation: ${good.url}/elsewhere\r\ncontent-length: 0\r\n\r\n`),
    ],
    [
      "switches protocols",
      (socket) => socket.write("HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
    ],
    ["says 100 Continue without end", (socket) => drip(socket, "", "HTTP/1.1 100 Continue\r\n\r\n")],
    [
      "sends two content types and an error",
      (socket) =>
        socket.write(
          `HTTP/1.1 500 No\r\n${json}\r\n${json}\r\nretry-after: 1\r\nretry-after: 2\r\ncontent-length: 0\r\n\r\n`,
        ),
    ],
  ])("%s", async (_what, say) => {
    serve = (socket) => say(socket);
    const reply = await chat(gateway.url, chatBody());
    expect([reply.status, reply.headers["x-meridian-upstream"]]).toEqual([200, "good"]);
    expect(good.calls.map(({ path }) => path)).toEqual(["/v1/chat/completions"]);
    await settled();
  });
});

describe("while streaming, the next upstream answers when one", () => {
  it.each<[string, (socket: Socket) => void]>([
    ["sends comments for ever", (socket) => drip(socket, head(sse), ": still here\n\n", 20)],
    ["sends one line without end", (socket) => drip(socket, `${head(sse)}data: {"`, "a".repeat(100))],
    ["answers with an error in JSON and 200", (socket) => socket.write(answer('{"error":{"message":"no"}}', json))],
    [
      "sends an error behind a byte order mark",
      (socket) => socket.write(answer('\ufeffdata: {"error":{"message":"no"}}\n\n', sse)),
    ],
    ["ends with nothing but [DONE]", (socket) => socket.write(answer(doneFrame, sse))],
    ["sends data that is no JSON", (socket) => socket.write(answer("data: hello\n\n", sse))],
  ])("%s", async (_what, say) => {
    serve = (socket) => say(socket);
    const reply = await chat(gateway.url, chatBody({ stream: true }));
    expect(reply.status).toBe(200);
    expect(reply.text).toBe(roleFrame + textFrame("good") + finishFrame + doneFrame);
    await settled();
  });
});

describe("a stream is relayed byte for byte when its upstream", () => {
  // However slow the machine is: what is tested here is not time.
  beforeEach(() => gateway.apply(documentWith("10s")));

  const frames = roleFrame + textFrame("Grüße 🌍") + finishFrame + doneFrame;
  it.each<[string, string]>([
    ["ends lines with CRLF", frames.replaceAll("\n", "\r\n")],
    ["ends lines with CR", frames.replaceAll("\n", "\r")],
    ["begins with a byte order mark", `\ufeff${frames}`],
    ["puts comments, ids and retry times between", `: hi\n\nretry: 10\nid: 1\n${frames}`],
    ["cuts its data into lines", `data: {"choices":[{"delta":\ndata: {"content":"a"}}]}\n\n${finishFrame}${doneFrame}`],
    ["has a field whose name begins with `data`", `database: x\n\n${frames}`],
    ["sends one frame of 10 MB", textFrame("a".repeat(10_000_000)) + finishFrame + doneFrame],
  ])("%s", async (_what, text) => {
    serve = (socket) => socket.write(answer(text, sse));
    const reply = await chat(gateway.url, chatBody({ stream: true }));
    expect(reply.headers["x-meridian-upstream"]).toBe("bad");
    expect(reply.text === text || reply.text === text.replace(/^\ufeff/, "")).toBe(true);
    expect(await gateway.record()).toMatchObject({ outcome: "completed" });
    await settled();
  });

  it("sends 1 byte a packet", async () => {
    const bytes = Buffer.from(frames);
    serve = (socket) => {
      socket.setNoDelay(true);
      socket.write(head(sse));
      let at = 0;
      const next = (): void => {
        if (at < bytes.length) socket.write(bytes.subarray(at, (at += 1)), () => setImmediate(next));
        else socket.end();
      };
      next();
    };
    expect((await chat(gateway.url, chatBody({ stream: true }))).text).toBe(frames);
    await settled();
  });
});

it("a kept connection that its upstream closes just as a request is sent costs the caller nothing", async () => {
  // Answers the first request of a connection and resets at the second.
  const seen = new WeakSet<Socket>();
  serve = (socket) => {
    if (seen.has(socket)) return void socket.resetAndDestroy();
    seen.add(socket);
    socket.write(answer(completion("kept"), json));
  };
  for (let i = 0; i < 6; i += 1) expect((await chat(gateway.url, chatBody())).status).toBe(200);
  expect(connections).toBeGreaterThan(1);
  expect(gateway.records).toHaveLength(6);
});

it("rule 9: a 429 storm of 200 requests is answered with 429 and a Retry-After, and reaches each upstream a few times only", async () => {
  let calls = 0;
  serve = (socket) => {
    calls += 1;
    socket.write("HTTP/1.1 429 Slow down\r\nretry-after: 30\r\ncontent-length: 0\r\n\r\n");
  };
  good.answer = (response: ServerResponse) => replyJson(response, "{}", 429, { "retry-after": "20" });
  for (let i = 0; i < 10; i += 1) {
    const replies = await Promise.all(Array.from({ length: 20 }, () => chat(gateway.url, chatBody())));
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(429));
    for (const { headers } of replies) expect(Number(headers["retry-after"])).toBeLessThanOrEqual(20);
  }
  expect(calls).toBeLessThanOrEqual(20);
  expect(good.calls.length).toBeLessThanOrEqual(20);
});

it("headers of an upstream that are no text for a reply do not break it", async () => {
  serve = (socket) =>
    socket.write(
      Buffer.from(
        answer(completion("odd"), json, "x-ratelimit-limit: \xff\xfe", "openai-organization: a, b"),
        "latin1",
      ),
    );
  expect((await chat(gateway.url, chatBody())).status).toBe(200);
  await settled();
});

it("two content types of a stream do not break it", async () => {
  const text = textFrame("a") + finishFrame + doneFrame;
  serve = (socket) => socket.write(answer(text, sse, sse));
  expect((await chat(gateway.url, chatBody({ stream: true }))).status).toBe(200);
  await settled();
});

it("a reply of 1 frame whose upstream stays silent then is an error event after 300 ms", async () => {
  serve = (socket) => socket.write(head(sse) + textFrame("a"));
  const { text } = await chat(gateway.url, chatBody({ stream: true }));
  expect(text).toContain('"code":"upstream_timeout"');
  expect(text).not.toContain("[DONE]");
  await settled();
});

/** Writes `first`, then `again` every few ms until the other side has had enough. */
function drip(socket: Socket, first: string, again: string, everyMs = 5): void {
  socket.write(first);
  const timer = setInterval(() => socket.write(again), everyMs);
  socket.on("close", () => clearInterval(timer));
}
