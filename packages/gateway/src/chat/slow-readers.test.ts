import type { ServerResponse } from "node:http";
import { connect, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { namedFrame } from "../testing/endpoint-wires.ts";
import { chat, chatBody } from "../testing/chat-call.ts";
import { chatHead } from "../testing/raw-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import {
  beginStream,
  completion,
  doneFrame,
  finishFrame,
  replyJson,
  replyStream,
  roleFrame,
  textFrame,
} from "../testing/wire.ts";

let upstream: RawUpstream;
let gateway: TestGateway;
const callers: Socket[] = [];

beforeEach(async () => {
  upstream = await startRawUpstream((response) => replyJson(response, completion("quick")));
  gateway = await startTestGateway(routingYaml({ east: upstream.url }), { clientStallMs: 300 });
});
afterEach(async () => {
  for (const caller of callers.splice(0)) caller.destroy();
  await gateway.close();
  await upstream.close();
});

/** A caller that sends a request and reads nothing of what comes back until it is told to. */
function deafCaller(body: string): Socket {
  const socket = connect(gateway.port, "127.0.0.1");
  socket.pause();
  socket.on("error", () => undefined);
  socket.write(chatHead(`content-length: ${body.length}`) + body);
  callers.push(socket);
  return socket;
}
/** Connections of callers that the gateway holds. */
const connections = (): Promise<number> =>
  new Promise((resolve) => gateway.gateway.publicServer.getConnections((_error, count) => resolve(count)));
async function untilGone(): Promise<void> {
  let held = -1;
  const look = (): void => void connections().then((count) => (held = count));
  await waitUntil(() => (look(), held === 0), "the gateway to hold no connection");
}

const inFlight = () => [...gateway.registry.all()][0]?.state.view(0, Date.now()).inFlight;
/** Writes as fast as it is read, for ever. */
const pump = (response: ServerResponse, frame: string, told: () => void = () => undefined): void => {
  const go = (): void => {
    do told();
    while (response.write(frame));
    response.once("drain", go);
  };
  go();
};

const text = "x".repeat(16_000);
const anthropicBegins =
  namedFrame("message_start", { message: { id: "m", model: "m", usage: { input_tokens: 1, output_tokens: 1 } } }) +
  namedFrame("content_block_start", { index: 0, content_block: { type: "text", text: "" } });
const anthropicText = namedFrame("content_block_delta", { index: 0, delta: { type: "text_delta", text } });

describe("a caller that reads nothing", () => {
  it.each([
    ["relayed", "openai-compatible", roleFrame, textFrame(text)],
    ["translated", "anthropic", anthropicBegins, anthropicText],
  ])(
    "rule 12: costs at most 192 KB of a %s stream, over 4 streams at a time, and its upstream stands still",
    async (_how, provider, first, frame) => {
      await gateway.close();
      gateway = await startTestGateway(routingYaml({ east: upstream.url }, { provider }));
      const held: ServerResponse[] = [];
      gateway.gateway.publicServer.on("request", (_request, response: ServerResponse) => void held.push(response));
      let written = 0;
      upstream.answer = (response) => {
        beginStream(response, first);
        pump(response, frame, () => (written += 1));
      };
      for (let i = 0; i < 4; i += 1) deafCaller(chatBody({ stream: true }));
      let most = 0;
      let before = -1;
      let calm = 0;
      const standsStill = (): boolean => {
        for (const response of held) most = Math.max(most, response.writableLength);
        calm = written === before ? calm + 1 : 0;
        before = written;
        return held.length === 4 && calm > 25 && held.every((response) => response.writableNeedDrain);
      };
      await waitUntil(standsStill, "every upstream to stand still", 20_000);
      expect(most).toBeLessThan(192 * 1024);
      for (const caller of callers) caller.destroy();
      await waitUntil(() => gateway.records.length === 4, "their records");
      expect(inFlight()).toBe(0);
    },
    30_000,
  );

  it("rule 12: of a stream for 300 ms is taken for one that left", async () => {
    upstream.answer = (response) => {
      beginStream(response, roleFrame);
      pump(response, textFrame("x".repeat(1_000)));
    };
    deafCaller(chatBody({ stream: true }));
    expect(await gateway.record()).toMatchObject({ outcome: "cancelled", status: 499 });
    await waitUntil(() => upstream.calls[0]?.abortedAtMs !== null, "the abort");
  });

  it("rule 12: of a reply of 20 MB is let go, too, and nothing is kept for it", async () => {
    upstream.answer = (response) => replyJson(response, completion("x".repeat(20_000_000)));
    deafCaller(chatBody());
    expect(await gateway.record()).toMatchObject({ outcome: "completed" });
    await untilGone();
  });

  it("rule 12: of the last frames of a stream that has ended is let go, too", async () => {
    const frames = textFrame("x".repeat(10_000_000)) + finishFrame + doneFrame;
    upstream.answer = (response) => replyStream(response, frames);
    deafCaller(chatBody({ stream: true }));
    expect(await gateway.record()).toMatchObject({ outcome: "completed" });
    await untilGone();
  });
});

it("rule 12: stops reading from the upstream when the caller does not read, and goes on when it does", async () => {
  const frame = textFrame("x".repeat(1000));
  let written = 0;
  let stopped = false;
  upstream.answer = (response) => {
    beginStream(response, roleFrame);
    const pump = (): void => {
      while (written < 40_000) {
        written += 1;
        if (!response.write(frame)) {
          response.once("drain", pump);
          return;
        }
      }
      if (!stopped) response.end(doneFrame);
      stopped = true;
    };
    pump();
  };
  const timeouts = "connect: 1s, first_token: 5s, idle: 500ms, response: 5s";
  await gateway.close();
  // Its caller is slow and not gone, however long a busy machine takes here.
  gateway = await startTestGateway(routingYaml({ east: upstream.url }, { timeouts }));
  const caller = deafCaller(chatBody({ stream: true }));
  await waitUntil(() => gateway.counters.pauses > 0, "a pause");
  const pausedAtMs = performance.now();
  // A caller beside it is served meanwhile.
  const before = written;
  upstream.answer = (response) => replyStream(response, textFrame("quick"), doneFrame);
  expect((await chat(gateway.url, chatBody({ stream: true }))).text).toContain("quick");
  expect(written).toBeLessThan(40_000);
  expect(written - before).toBeLessThan(20_000);
  let received = 0;
  let tail = "";
  caller.on("data", (chunk) => {
    received += chunk.length;
    tail = (tail + chunk.toString("latin1")).slice(-200);
  });
  // An upstream that is paused is not idle.
  await waitUntil(() => performance.now() - pausedAtMs > 700, "longer than idle");
  caller.resume();
  await waitUntil(() => tail.includes("[DONE]"), "the whole stream", 20_000);
  expect(received).toBeGreaterThan(40_000 * 1000);
  expect(gateway.records.at(-1)).toMatchObject({ outcome: "completed" });
}, 30_000);

it("rule 12: a caller that takes a reply of 20 MB piece by piece gets all of it, however long that takes, and keeps its connection", async () => {
  await gateway.close();
  gateway = await startTestGateway(routingYaml({ east: upstream.url }), { clientStallMs: 700 });
  const whole = completion("x".repeat(20_000_000));
  upstream.answer = (response) => replyJson(response, whole);
  const caller = deafCaller(chatBody());
  let received = 0;
  let due = 0;
  caller.on("data", (chunk: Buffer) => {
    received += chunk.length;
    if (received < due) return;
    due = received + 1_800_000;
    caller.pause();
    setTimeout(() => caller.resume(), 100);
  });
  caller.resume();
  await waitUntil(() => received >= whole.length, "the whole reply", 20_000);
  // From then on its connection is idle, which is another matter, and takes its next request.
  const wholeAtMs = performance.now();
  await waitUntil(() => performance.now() - wholeAtMs > 800, "longer than it may stall");
  expect(await connections()).toBe(1);
  received = 0;
  upstream.answer = (response) => replyJson(response, completion("again"));
  caller.write(chatHead(`content-length: ${chatBody().length}`) + chatBody());
  await waitUntil(() => received > 0, "the next reply");
}, 30_000);

it("rule 12: an upstream that does not read a body of 10 MB is given up in its time, and others are served meanwhile", async () => {
  const open: Socket[] = [];
  const deaf = createServer((socket) => void open.push(socket.pause().on("error", () => undefined)));
  await new Promise<void>((resolve) => deaf.listen(0, "127.0.0.1", resolve));
  const address = deaf.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/v1`;
  const timeouts = "connect: 1s, first_token: 5s, idle: 5s, response: 500ms";
  gateway.apply(routingYaml({ deaf: url, east: upstream.url }, { timeouts }));
  const large = chat(gateway.url, chatBody({ pad: "x".repeat(10_000_000) }));
  await waitUntil(() => open.length === 1, "the call");
  gateway.apply(routingYaml({ east: upstream.url }));
  expect((await chat(gateway.url, chatBody())).status).toBe(200);
  expect(gateway.records).toHaveLength(1);
  expect((await large).status).toBe(200);
  expect((await gateway.record(1)).details.attempts).toMatchObject([{ cause: "response_timeout" }, {}]);
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => deaf.close(resolve));
});
