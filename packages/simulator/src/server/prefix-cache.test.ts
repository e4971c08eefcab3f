import { afterEach, describe, expect, test } from "vitest";
import { plainModel } from "../testing/small-fleet.ts";
import { postChat, readFrames } from "../testing/chat-call.ts";
import type { EngineOptions } from "./engine-options.ts";
import { type RunningEngine, startEngine } from "./start-engine.ts";

const running: RunningEngine[] = [];
const start = async (options: EngineOptions = {}) => {
  const engine = await startEngine({ timeScale: 0, outputTokens: 3, ...options });
  running.push(engine);
  return engine;
};
afterEach(() => Promise.all(running.splice(0).map((engine) => engine.close())));

type Message = { readonly role: string; readonly content: unknown };
const system = (letter: string, tokens = 4_000): Message => ({ role: "system", content: letter.repeat(4 * tokens) });
const user = (content: unknown): Message => ({ role: "user", content });

/** Sends a chat and answers its usage and the steps it took. */
async function ask(engine: RunningEngine, messages: readonly Message[], more: object = {}) {
  const before = engine.load().steps;
  const reply = await postChat(engine, { messages, ...more });
  const { usage, choices } = (await reply.json()) as {
    usage: { prompt_tokens: number; prompt_tokens_details: { cached_tokens: number } };
    choices: { message: Message }[];
  };
  return {
    prompt: usage.prompt_tokens,
    cached: usage.prompt_tokens_details.cached_tokens,
    steps: engine.load().steps - before,
    reply: choices[0]!.message,
  };
}

describe("the prefix cache", () => {
  test("a second prompt that begins with the same 20,000 tokens reports them as cached, and takes 3 steps instead of 12", async () => {
    const engine = await start();
    const first = await ask(engine, [system("a", 20_000), user("Where is my order?")]);
    expect(first).toMatchObject({ prompt: 20_005, cached: 0, steps: 12 });
    const second = await ask(engine, [system("a", 20_000), user("And my refund, please?")]);
    expect(second).toMatchObject({ prompt: 20_006, cached: 20_000, steps: 3 });
  });

  test.each([
    ["another text", [system("b"), user("Where is my order?")]],
    ["another speaker", [user("a".repeat(16_000)), user("Where is my order?")]],
    ["an image before it", [user([{ type: "image_url", image_url: { url: "data:" } }]), system("a")]],
  ])("a prompt with %s finds nothing", async (_, messages) => {
    const engine = await start();
    await ask(engine, [system("a"), user("Where is my order?")]);
    expect(await ask(engine, messages)).toMatchObject({ cached: 0 });
  });

  test("caches are a model's own", async () => {
    const engine = await start();
    await ask(engine, [system("a")], { model: "m" });
    expect(await ask(engine, [system("a")], { model: "n" })).toMatchObject({ cached: 0 });
  });

  test("of the same prompt all but the block of its last token is found, for that is computed always", async () => {
    const engine = await start();
    await ask(engine, [system("a", 64)]);
    expect(await ask(engine, [system("a", 64)])).toMatchObject({ prompt: 64, cached: 48 });
  });

  test("the next turn of a chat finds what the engine answered, too", async () => {
    const engine = await start({ outputTokens: 200 });
    const turn = [system("a", 64), user("Where is my order?")];
    const { reply } = await ask(engine, turn);
    const next = await ask(engine, [...turn, reply, user("Thank you. And the receipt, please?")]);
    // 199 of the tokens of the reply were computed.
    expect(next.cached).toBe(16 * Math.floor((69 + 199) / 16));
  });

  test("a stream tells it with its usage", async () => {
    const engine = await start();
    await ask(engine, [system("a", 64)]);
    const stream = await postChat(engine, {
      messages: [system("a", 64), user("Where?")],
      stream: true,
      stream_options: { include_usage: true },
    });
    const { frames } = await readFrames(stream);
    expect(JSON.parse(frames.at(-2) ?? "")).toMatchObject({ usage: { prompt_tokens_details: { cached_tokens: 64 } } });
  });

  test("a full KV cache lets the longest unused go", async () => {
    const engine = await start({ model: { ...plainModel, kvTokens: 1_000 } });
    for (const letter of ["a", "b", "a", "c"]) await ask(engine, [system(letter, 400)]);
    // 1,000 tokens are two and a half of them: b was used last before a and c.
    expect(await ask(engine, [system("a", 400), user("Where?")])).toMatchObject({ cached: 400 });
    expect((await ask(engine, [system("b", 400), user("Where?")])).cached).toBeLessThan(400);
  });

  test("a crash loses it", async () => {
    const engine = await start();
    await ask(engine, [system("a")]);
    await engine.kill();
    await engine.restart();
    expect(await ask(engine, [system("a")])).toMatchObject({ cached: 0 });
    expect(await ask(engine, [system("a")])).toMatchObject({ cached: 3_984 });
  });

  test("metrics count the tokens that were asked for and found, by vLLM's names", async () => {
    const engine = await start({ name: "east" });
    for (let count = 0; count < 2; count++) await ask(engine, [system("a", 64), user("Where?")]);
    const text = await (await fetch(`${engine.url.replace(/\/v1$/, "")}/metrics`)).text();
    expect(text).toContain('vllm:prefix_cache_queries_total{model_name="east"} 132\n');
    expect(text).toContain('vllm:prefix_cache_hits_total{model_name="east"} 64\n');
  });
});
