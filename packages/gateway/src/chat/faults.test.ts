import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ActiveEnvironment } from "../environments/active-environment.ts";
import { beginChat, chat, chatBody } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { beginStream, completion, doneFrame, finishFrame, replyJson, replyStream, textFrame } from "../testing/wire.ts";

let upstream: RawUpstream;
let gateway: TestGateway;

beforeEach(async () => {
  upstream = await startRawUpstream((response) => replyJson(response, completion("a")));
  gateway = await startTestGateway(routingYaml({ east: upstream.url }));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await gateway.close();
  await upstream.close();
});

const environment = (): ActiveEnvironment => {
  const [only] = gateway.registry.all();
  if (!only) throw new Error("no environment");
  return only;
};
const inFlight = () => environment().state.view(0, Date.now()).inFlight;
const broken = (): never => {
  throw new TypeError("a bug");
};
const secretWords = chatBody({ messages: [{ role: "user", content: "my secret words" }] });

/** A broken request has cost only itself: the next one is answered. */
async function expectOnlyItself(): Promise<void> {
  vi.restoreAllMocks();
  upstream.answer = (response) => replyJson(response, completion("fine"));
  expect((await chat(gateway.url, chatBody())).status).toBe(200);
  await waitUntil(() => gateway.records.length === 2, "one record each");
  expect(gateway.records.map(({ outcome, status }) => ({ outcome, status }))).toEqual([
    { outcome: "failed", status: 500 },
    { outcome: "completed", status: 200 },
  ]);
  expect(gateway.counters.requestsInFlight).toBe(0);
  expect(gateway.counters.streamsOpen).toBe(0);
  expect(inFlight()).toBe(0);
  expect(gateway.logged()).toContain(gateway.records[0]?.id);
  expect(gateway.logged()).not.toContain("my secret words");
}

describe("a part that throws", () => {
  it("while the key is looked up costs that request a 500 and nothing else", async () => {
    vi.spyOn(gateway.registry, "byKey").mockImplementation(broken);
    const reply = await chat(gateway.url, secretWords);
    expect(reply.status).toBe(500);
    const { request_id, ...error } = JSON.parse(reply.text).error;
    expect(error).toMatchObject({ code: "internal_error", type: "server_error" });
    expect(request_id).toBe(reply.headers["x-request-id"]);
    expect(reply.text).not.toContain("a bug");
    await expectOnlyItself();
  });

  it("while an attempt begins costs that request a 500", async () => {
    vi.spyOn(environment().state, "begin").mockImplementation(broken);
    expect((await chat(gateway.url, secretWords)).status).toBe(500);
    await expectOnlyItself();
  });

  it("while an attempt is put to account costs that request a 500, and its slot is free", async () => {
    const { state } = environment();
    const end = state.end.bind(state);
    vi.spyOn(state, "end").mockImplementation((...told) => {
      end(...told);
      return broken();
    });
    upstream.answer = (response) => replyJson(response, "{}", 500);
    expect((await chat(gateway.url, secretWords)).status).toBe(500);
    await expectOnlyItself();
  });

  it("inside a callback of the connection pool ends a stream with an error event and no [DONE], and the upstream's call", async () => {
    vi.spyOn(environment().state, "firstToken").mockImplementation(broken);
    upstream.answer = (response) => beginStream(response, textFrame("a"));
    const reply = await chat(gateway.url, chatBody({ stream: true }));
    expect(reply.status).toBe(200);
    expect(reply.text).toContain('"code":"internal_error"');
    expect(reply.text).not.toContain("[DONE]");
    await waitUntil(() => upstream.calls[0]?.abortedAtMs !== null, "the upstream's abort");
    expect(gateway.records[0]).toMatchObject({ attemptCount: 1, upstream: "east" });
    await expectOnlyItself();
  });

  it("inside a timeout costs that request a 500", async () => {
    gateway.apply(routingYaml({ east: upstream.url }, { timeouts: "response: 50ms", retry: "max_attempts: 3" }));
    upstream.answer = () => undefined;
    const { state } = environment();
    const end = state.end.bind(state);
    vi.spyOn(state, "end").mockImplementation((...told) => {
      end(...told);
      return broken();
    });
    expect((await chat(gateway.url, secretWords)).status).toBe(500);
    await expectOnlyItself();
  });

  it("while its caller leaves leaves its record all the same", async () => {
    upstream.answer = () => undefined;
    const request = beginChat(gateway.url, secretWords);
    request.on("error", () => undefined);
    await waitUntil(() => upstream.calls.length === 1, "the call");
    const { state } = environment();
    const end = state.end.bind(state);
    vi.spyOn(state, "end").mockImplementation((...told) => {
      end(...told);
      return broken();
    });
    request.destroy();
    await gateway.record();
    await expectOnlyItself();
  });

  it("in the sink of records costs no answer", async () => {
    const other = await startTestGateway(routingYaml({ east: upstream.url }), {}, { sink: { accept: broken } });
    upstream.answer = (response) => replyStream(response, textFrame("a"), finishFrame, doneFrame);
    const reply = await chat(other.url, chatBody({ stream: true }));
    expect(reply.text).toContain("[DONE]");
    expect(other.counters.requestsInFlight).toBe(0);
    await other.close();
  });
});
