import { afterEach, describe, expect, test, vi } from "vitest";
import { contents, postChat, readFrames } from "../testing/chat-call.ts";
import type { EngineOptions } from "./engine-options.ts";
import { type RunningEngine, startEngine } from "./start-engine.ts";

const running: RunningEngine[] = [];
const start = async (options: EngineOptions = {}) => {
  const engine = await startEngine({ timeScale: 0.1, outputTokens: 3, ...options });
  running.push(engine);
  return engine;
};
afterEach(() => Promise.all(running.splice(0).map((engine) => engine.close())));

const root = (engine: RunningEngine) => engine.url.replace(/\/v1$/, "");

describe("chat completions", () => {
  test("a reply of 3 tokens is one JSON document with their usage", async () => {
    const reply = await postChat(await start());
    expect(reply.status).toBe(200);
    expect(await reply.json()).toMatchObject({
      object: "chat.completion",
      model: "m",
      choices: [{ message: { role: "assistant", content: "the order was" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 },
    });
  });

  test("a stream is a role frame, one frame a token, a finish frame and [DONE]", async () => {
    const { frames } = await readFrames(await postChat(await start(), { stream: true }));
    expect(frames).toHaveLength(6);
    expect(contents(frames)).toEqual(["the", " order", " was"]);
    expect(frames.at(0)).toContain('"role":"assistant"');
    expect(frames.at(-2)).toContain('"finish_reason":"stop"');
    expect(frames.at(-1)).toBe("[DONE]");
    expect(frames.join("")).not.toContain("usage");
  });

  test("include_usage adds one frame with usage and no choices, and a null in the others", async () => {
    const asked = { stream: true, stream_options: { include_usage: true } };
    const { frames } = await readFrames(await postChat(await start(), asked));
    expect(frames).toHaveLength(7);
    expect(JSON.parse(frames.at(-2) ?? "")).toMatchObject({ choices: [], usage: { completion_tokens: 3 } });
    expect(JSON.parse(frames[0] ?? "")).toMatchObject({ usage: null });
  });

  test("max_completion_tokens bounds the reply, which then ends for its length", async () => {
    const reply = await postChat(await start({ outputTokens: 50 }), { max_completion_tokens: 2 });
    expect(await reply.json()).toMatchObject({
      choices: [{ finish_reason: "length" }],
      usage: { completion_tokens: 2 },
    });
  });

  test.each([
    ["not JSON", "{", 400, "could not parse"],
    ["no messages", '{"model":"m","messages":[]}', 400, "messages"],
    [
      "a prompt beyond the KV cache",
      JSON.stringify({ model: "m", messages: [{ content: "x".repeat(2_000_000) }] }),
      400,
      "more than",
    ],
  ])("%s is answered with OpenAI's envelope", async (_, body, status, message) => {
    const reply = await postChat(await start(), {}, { body });
    expect(reply.status).toBe(status);
    expect(await reply.json()).toMatchObject({
      error: { type: "invalid_request_error", message: expect.stringContaining(message) },
    });
  });
});

describe("who may ask for what", () => {
  test("a wrong key is 401, the right one is served", async () => {
    const engine = await start({ apiKey: "right" });
    const wrong = await postChat(engine, {}, { headers: { authorization: "Bearer wrong" } });
    expect([wrong.status, await wrong.json()]).toMatchObject([401, { error: { code: "invalid_api_key" } }]);
    expect((await postChat(engine, {}, { headers: { authorization: "Bearer right" } })).status).toBe(200);
  });

  test("a model that is not served is 404; /v1/models lists those that are", async () => {
    const engine = await start({ models: ["a", "b"] });
    expect(await (await postChat(engine)).json()).toMatchObject({ error: { code: "model_not_found" } });
    expect((await postChat(engine, { model: "b" })).status).toBe(200);
    const list = await (await fetch(`${engine.url}/models`)).json();
    expect(list).toMatchObject({ object: "list", data: [{ id: "a" }, { id: "b" }] });
  });

  test("the third request of two a minute is 429 and says when to come again", async () => {
    const engine = await start({ requestsPerMinute: 2 });
    const replies = [await postChat(engine), await postChat(engine), await postChat(engine)];
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(replies[0]?.headers.get("x-ratelimit-remaining-requests")).toBe("1");
    expect(Number(replies[2]?.headers.get("retry-after"))).toBeGreaterThan(50);
  });
});

describe("what can be seen from outside", () => {
  test("requests() tells key, body and end of each request", async () => {
    const engine = await start();
    await (await postChat(engine, { stream: true }, { headers: { authorization: "Bearer k" } })).text();
    await vi.waitFor(() => expect(engine.requests()[0]?.endedAtMs).not.toBeNull());
    const [seen] = engine.requests();
    expect(seen).toMatchObject({
      method: "POST",
      path: "/v1/chat/completions",
      status: 200,
      tokensSent: 3,
      aborted: false,
    });
    expect(seen?.headers.authorization).toBe("Bearer k");
    expect(JSON.parse(seen?.body ?? "")).toMatchObject({ stream: true });
  });

  test("a caller that leaves is recorded, and its request leaves the batch", async () => {
    const engine = await start({ timeScale: 5, outputTokens: 1000 });
    const left = new AbortController();
    await postChat(engine, { stream: true }, { signal: left.signal });
    await vi.waitFor(() => expect(engine.load().running).toBe(1));
    left.abort();
    await vi.waitFor(() => expect(engine.requests()[0]).toMatchObject({ aborted: true }));
    expect(engine.load()).toMatchObject({ running: 0, waiting: 0, kvUsage: 0 });
  });

  test("metrics carry vLLM's names", async () => {
    const engine = await start({ name: "east", timeScale: 5, outputTokens: 1000 });
    const left = new AbortController();
    await postChat(engine, { stream: true }, { signal: left.signal });
    const text = await (await fetch(`${root(engine)}/metrics`)).text();
    expect(text).toContain('vllm:num_requests_running{model_name="east"} 1\n');
    expect(text).toContain('vllm:num_requests_waiting{model_name="east"} 0\n');
    expect(text).toMatch(/vllm:kv_cache_usage_perc\{model_name="east"\} 0\.0\d+\n/);
    expect(text).toContain('vllm:num_preemptions_total{model_name="east"} 0\n');
    left.abort();
  });
});

describe("life", () => {
  test("kill ends every connection at once and frees the port; restart serves there again", async () => {
    const engine = await start({ timeScale: 5, outputTokens: 1000 });
    const stream = await postChat(engine, { stream: true });
    await engine.kill();
    expect((await readFrames(stream)).broken).toBe(true);
    await expect(postChat(engine)).rejects.toThrow("fetch failed");
    expect(engine.requests()[0]?.aborted).toBe(false);
    await engine.restart();
    expect((await postChat(engine, { max_tokens: 1 })).status).toBe(200);
  });

  test("a taken port is an error", async () => {
    const { port } = await start();
    await expect(startEngine({ port })).rejects.toThrow("EADDRINUSE");
  });
});
