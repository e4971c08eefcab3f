import type { ServerResponse } from "node:http";
import { type RunningEngine, startEngine } from "@meridian/simulator";
import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { startTestGateway, type TestGateway, testKey } from "../testing/start-test-gateway.ts";
import { beginStream, errorFrame, roleFrame, textFrame } from "../testing/wire.ts";

let east: RunningEngine;
let west: RunningEngine;
let gateway: TestGateway;
let client: OpenAI;

beforeEach(async () => {
  east = await startEngine({ timeScale: 0.05 });
  west = await startEngine({ timeScale: 0.05 });
  gateway = await startTestGateway(routingYaml({ east: east.url, west: west.url }));
  client = new OpenAI({ baseURL: gateway.url, apiKey: testKey, maxRetries: 0 });
});
afterEach(async () => {
  await gateway.close();
  await Promise.all([east.close(), west.close()]);
});

const ask = { model: "chat", messages: [{ role: "user" as const, content: "Say something." }], max_tokens: 12 };

async function read(onText: () => void = () => undefined): Promise<{ text: string; finish: string | null }> {
  let text = "";
  let finish: string | null = null;
  for await (const chunk of await client.chat.completions.create({ ...ask, stream: true })) {
    text += chunk.choices[0]?.delta.content ?? "";
    if (text !== "") onText();
    finish = chunk.choices[0]?.finish_reason ?? finish;
  }
  return { text, finish };
}

describe("the real openai client", () => {
  it("completes, with the usage that its upstream counted", async () => {
    const reply = await client.chat.completions.create(ask);
    expect(reply.choices[0]?.message.content).not.toBe("");
    const record = await gateway.record();
    expect(record).toMatchObject({
      outcome: "completed",
      inputTokens: reply.usage?.prompt_tokens,
      outputTokens: reply.usage?.completion_tokens,
    });
  });

  it("streams to the end", async () => {
    const { text, finish } = await read();
    expect(text.length).toBeGreaterThan(0);
    expect(finish).toBe("length");
    expect(await gateway.record()).toMatchObject({
      outcome: "completed",
      stream: true,
      outputTokens: 12,
      tokensEstimated: false,
    });
  });

  it("lists models", async () => {
    const models = await client.models.list();
    expect(models.data.map(({ id }) => id)).toEqual(["chat"]);
  });

  it("sees nothing of an upstream that fails before its first token", async () => {
    east.setFaults({ errorAfterTokens: 0 });
    expect((await read()).text.length).toBeGreaterThan(0);
    east.setFaults({ errors: { status: 503, share: 1 } });
    expect((await client.chat.completions.create(ask)).choices).toHaveLength(1);
    await east.kill();
    expect((await read()).text.length).toBeGreaterThan(0);
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    ["is cut", (response) => response.socket?.destroy(), "closed the connection"],
    ["reports an error", (response) => response.end(errorFrame), "error in the middle"],
  ])("rule 6: raises on a stream that %s after content", async (_how, breakOff, message) => {
    let open: ServerResponse | null = null;
    const upstream = await startRawUpstream((response) => beginStream((open = response), roleFrame, textFrame("Hel")));
    gateway.apply(routingYaml({ east: upstream.url, west: west.url }));
    // Not before the content is there, however slow the machine is.
    const reading = read(() => open && breakOff(open));
    await expect(reading).rejects.toThrow(message);
    await upstream.close();
  });

  it("raises its own classes for the gateway's errors", async () => {
    await expect(client.chat.completions.create({ ...ask, model: "nope" })).rejects.toBeInstanceOf(
      OpenAI.NotFoundError,
    );
    const stranger = new OpenAI({ baseURL: gateway.url, apiKey: "wrong", maxRetries: 0 });
    await expect(stranger.chat.completions.create(ask)).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    const error = await client.chat.completions.create({ ...ask, messages: [] }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({
      param: "messages",
      code: "invalid_request",
      requestID: (await gateway.record(2)).id,
    });
  });

  it("rule 13: its abort reaches the upstream", async () => {
    // 5,000 tokens in about as many seconds.
    east.setFaults({ slowdown: 1000 });
    const controller = new AbortController();
    const stream = await client.chat.completions.create(
      { ...ask, max_tokens: 5000, stream: true },
      { signal: controller.signal },
    );
    for await (const _ of stream) {
      controller.abort();
      break;
    }
    expect(await gateway.record()).toMatchObject({ outcome: "cancelled", status: 499, tokensEstimated: true });
    await waitUntil(() => east.requests()[0]?.aborted === true, "the abort");
  });
});
