import { type Faults, type RunningEngine, startEngine } from "@meridian/simulator";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { chatSender } from "./send-chat.ts";

let engine: RunningEngine;
beforeAll(async () => {
  engine = await startEngine({ timeScale: 0.1, outputTokens: 5, apiKey: "right" });
});
afterAll(() => engine.close());
afterEach(() => engine.clearFaults());

const order = { model: "m", prompt: "Hello?", stream: true, maxOutputTokens: 20, leavesAfterTokens: null };
const send = (more: object = {}, faults: Faults = {}, key = "right") => {
  engine.setFaults(faults);
  return chatSender(engine.url, key)({ ...order, ...more });
};

test("a stream of 5 tokens is answered, with its first token before its end", async () => {
  const result = await send();
  expect(result).toMatchObject({ kind: "answered", outputTokens: 5 });
  if (result.kind !== "answered") throw new Error("not answered");
  expect(result.firstTokenMs).toBeGreaterThan(0);
  expect(result.durationMs).toBeGreaterThanOrEqual(result.firstTokenMs ?? Number.NaN);
});

test("a whole reply has no first token", async () => {
  expect(await send({ stream: false })).toMatchObject({ kind: "answered", firstTokenMs: null, outputTokens: 5 });
});

test("a caller that leaves after 2 tokens aborts its request", async () => {
  engine.setFaults({ hangAfterTokens: 3 });
  const before = engine.requests().length;
  expect(await send({ leavesAfterTokens: 2 }, { hangAfterTokens: 3 })).toMatchObject({
    kind: "answered",
    outputTokens: 2,
  });
  await vi.waitFor(() => expect(engine.requests()[before]?.aborted).toBe(true));
});

test.each<[string, Faults, number | null]>([
  ["a 503", { errors: { status: 503, share: 1 } }, 503],
  ["an error event in a stream", { errorAfterTokens: 1 }, null],
  ["a stream that breaks off", { cutAfterTokens: 1 }, null],
])("%s is a refusal, tried once", async (_, faults, status) => {
  const before = engine.requests().length;
  expect(await send({}, faults)).toMatchObject({ kind: "refused", status });
  expect(engine.requests()).toHaveLength(before + 1);
});

test("a wrong key is a refusal with status 401", async () => {
  expect(await send({}, {}, "wrong")).toMatchObject({ kind: "refused", status: 401 });
});

test("nobody there is unreachable", async () => {
  await engine.kill();
  expect(await send()).toMatchObject({ kind: "unreachable" });
  await engine.restart();
});
