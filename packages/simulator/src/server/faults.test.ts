import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { contents, postChat, readFrames } from "../testing/chat-call.ts";
import type { Faults } from "./faults.ts";
import { type RunningEngine, startEngine } from "./start-engine.ts";

let engine: RunningEngine;
beforeAll(async () => {
  engine = await startEngine({ timeScale: 0.1, outputTokens: 4 });
});
afterAll(() => engine.close());
afterEach(() => engine.clearFaults());

const stream = async (faults: Faults) => {
  engine.setFaults(faults);
  return readFrames(await postChat(engine, { stream: true }));
};
const control = () => engine.url.replace(/v1$/, "control/faults");

describe("streams", () => {
  test("cut after 2 tokens: 2 come, then the connection breaks", async () => {
    const { frames, broken } = await stream({ cutAfterTokens: 2 });
    expect(contents(frames)).toEqual(["the", " order"]);
    expect(broken).toBe(true);
  });

  test("cut after 0 tokens: a 200 without content that breaks", async () => {
    const { frames, broken } = await stream({ cutAfterTokens: 0 });
    expect([contents(frames), broken]).toEqual([[], true]);
  });

  test("an error after 1 token is an event inside the 200, and no [DONE] follows", async () => {
    const { frames, broken } = await stream({ errorAfterTokens: 1 });
    expect(contents(frames)).toEqual(["the"]);
    expect(JSON.parse(frames.at(-1) ?? "")).toMatchObject({ error: { type: "server_error" } });
    expect(broken).toBe(false);
  });

  test("the first of several faults hits", async () => {
    expect(contents((await stream({ errorAfterTokens: 3, cutAfterTokens: 1 })).frames)).toHaveLength(1);
  });

  test("a fault beyond the reply's 4 tokens never hits", async () => {
    expect((await stream({ cutAfterTokens: 5 })).frames.at(-1)).toBe("[DONE]");
  });

  test("3 empty frames come before the first token", async () => {
    const { frames } = await stream({ emptyFrames: 3 });
    expect(frames.filter((frame) => frame.includes('"delta":{"content":""}'))).toHaveLength(3);
    expect(contents(frames)).toHaveLength(4);
  });

  test("without [DONE] the stream ends cleanly after its 4 tokens", async () => {
    const { frames, broken } = await stream({ omitDone: true });
    expect([contents(frames).length, frames.length, broken]).toEqual([4, 5, false]);
  });

  test("malformed: frames that are no JSON", async () => {
    expect((await stream({ malformed: true })).frames[0]).toBe("{not json");
  });

  test("silence after 2 tokens lasts until the caller leaves", async () => {
    engine.setFaults({ hangAfterTokens: 2 });
    const left = new AbortController();
    const reading = readFrames(await postChat(engine, { stream: true }, { signal: left.signal }));
    await vi.waitFor(() => expect(engine.requests().at(-1)?.tokensSent).toBe(2));
    await vi.waitFor(() => expect(engine.load().running).toBe(0));
    left.abort();
    expect(contents((await reading).frames)).toHaveLength(2);
    await vi.waitFor(() => expect(engine.requests().at(-1)?.aborted).toBe(true));
  });
});

describe("whole replies", () => {
  test("an error is an envelope with status 200", async () => {
    engine.setFaults({ errorAfterTokens: 0 });
    const reply = await postChat(engine);
    expect([reply.status, await reply.json()]).toMatchObject([200, { error: { code: "engine_failed" } }]);
  });

  test("a cut breaks the body in the middle", async () => {
    engine.setFaults({ cutAfterTokens: 0 });
    await expect((await postChat(engine)).text()).rejects.toThrow("terminated");
  });

  test("malformed is HTML", async () => {
    engine.setFaults({ malformed: true });
    expect(await (await postChat(engine)).text()).toBe("<html>oops</html>");
  });
});

describe("instead of a reply", () => {
  test("errors with share 1: status, envelope and both Retry-After headers", async () => {
    engine.setFaults({ errors: { status: 429, share: 1, retryAfterMs: 1500 } });
    const reply = await postChat(engine);
    expect(reply.status).toBe(429);
    expect([reply.headers.get("retry-after"), reply.headers.get("retry-after-ms")]).toEqual(["2", "1500"]);
    expect(await reply.json()).toMatchObject({ error: { type: "rate_limit_error" } });
  });

  test("errors with share 0.5 hit about half of 100", async () => {
    engine.setFaults({ errors: { status: 500, share: 0.5 } });
    const statuses = await Promise.all(Array.from({ length: 100 }, async () => (await postChat(engine)).status));
    const failed = statuses.filter((status) => status === 500).length;
    expect(failed).toBeGreaterThan(30);
    expect(failed).toBeLessThan(70);
  });

  test("refuse closes the connection", async () => {
    engine.setFaults({ refuse: true });
    await expect(postChat(engine)).rejects.toThrow("fetch failed");
  });

  test("hang sends no headers", async () => {
    engine.setFaults({ hang: true });
    const left = new AbortController();
    const before = engine.requests().length;
    const asked = postChat(engine, {}, { signal: left.signal });
    await vi.waitFor(() => expect(engine.requests().at(before)?.body).toBeTruthy());
    left.abort();
    await expect(asked).rejects.toThrow("aborted");
    await vi.waitFor(() => expect(engine.requests().at(before)).toMatchObject({ aborted: true, status: null }));
  });

  test("hang after headers sends a 200 and nothing more", async () => {
    engine.setFaults({ hangAfterHeaders: true });
    const left = new AbortController();
    const before = engine.requests().length;
    expect((await postChat(engine, { stream: true }, { signal: left.signal })).status).toBe(200);
    await vi.waitFor(() => expect(engine.load().running).toBe(0));
    left.abort();
    await vi.waitFor(() => expect(engine.requests().at(before)).toMatchObject({ aborted: true, tokensSent: 0 }));
  });
});

describe("the control endpoint", () => {
  test("PUT sets faults, GET of the state shows them, DELETE clears them", async () => {
    await fetch(control(), { method: "PUT", body: JSON.stringify({ slowdown: 8 }) });
    expect(engine.faults()).toEqual({ slowdown: 8 });
    const state = await fetch(engine.url.replace(/v1$/, "control/state"));
    expect(await state.json()).toMatchObject({ faults: { slowdown: 8 }, running: 0 });
    await fetch(control(), { method: "DELETE" });
    expect(engine.faults()).toEqual({});
  });

  test("a fault that does not exist is 400 and changes nothing", async () => {
    const reply = await fetch(control(), { method: "PUT", body: '{"sloth":1}' });
    expect([reply.status, await reply.json()]).toMatchObject([
      400,
      { error: { message: expect.stringContaining("sloth") } },
    ]);
    expect(engine.faults()).toEqual({});
  });
});

test("a slowdown of 20 makes the first token at least ten times later", async () => {
  const slow = await startEngine({ outputTokens: 1 });
  const timeOf = async () => {
    const beganMs = performance.now();
    await (await postChat(slow)).text();
    return performance.now() - beganMs;
  };
  await timeOf();
  slow.setFaults({ slowdown: 20 });
  expect(await timeOf()).toBeGreaterThan(70);
  await slow.close();
});
