import OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { embeddingsReply, type EndpointWire, endpointWires } from "../testing/endpoint-wires.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway, testKey } from "../testing/start-test-gateway.ts";
import { beginStream, replyJson, replyStream } from "../testing/wire.ts";

let upstream: RawUpstream;
let gateway: TestGateway;
let client: OpenAI;

const wireOf = (name: string): EndpointWire => {
  const wire = endpointWires.find((each) => each.name === name);
  if (!wire) throw new Error(`no wire ${name}`);
  return wire;
};
const completions = wireOf("completions");
const responses = wireOf("responses");

beforeEach(async () => {
  upstream = await startRawUpstream(() => undefined);
  gateway = await startTestGateway(routingYaml({ east: upstream.url }, { provider: "openai" }));
  client = new OpenAI({ baseURL: gateway.url, apiKey: testKey, maxRetries: 0 });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const answerWith = (wire: EndpointWire): void => {
  upstream.answer = (response, call) => {
    if (!JSON.parse(call.body).stream) replyJson(response, wire.reply);
    else replyStream(response, wire.prologue, wire.token("h"), wire.token("i"), wire.epilogue);
  };
};

describe("the real openai client, beside chats", () => {
  it("completes a prompt, streaming and not", async () => {
    answerWith(completions);
    const ask = { model: "chat", prompt: "hello there" };
    expect((await client.completions.create(ask)).choices[0]?.text).toBe("hi");
    let text = "";
    for await (const { choices } of await client.completions.create({ ...ask, stream: true }))
      text += choices[0]?.text ?? "";
    expect(text).toBe("hi");
    expect(await gateway.record(1)).toMatchObject({ endpoint: "completions", outputTokens: 3, tokensEstimated: false });
  });

  it("gets a response, streaming and not", async () => {
    answerWith(responses);
    const ask = { model: "chat", input: "hello" };
    expect((await client.responses.create(ask)).output_text).toBe("hi");
    const stream = client.responses.stream(ask);
    let text = "";
    stream.on("response.output_text.delta", ({ delta }) => {
      text += delta;
    });
    expect((await stream.finalResponse()).usage?.output_tokens).toBe(3);
    expect(text).toBe("hi");
    expect(await gateway.record(1)).toMatchObject({ endpoint: "responses", outputTokens: 3, cachedInputTokens: 8 });
  });

  it("rule 6: raises when a response breaks after content, whether it failed or was cut", async () => {
    for (const last of [responses.failure, ""]) {
      upstream.answer = (response) => {
        beginStream(response, responses.prologue, responses.token("h"));
        setImmediate(() => response.end(last));
      };
      const read = async () => {
        for await (const _ of await client.responses.create({ model: "chat", input: "hello", stream: true }));
      };
      const error: unknown = await read().catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(OpenAI.APIError);
      expect(String(error)).toContain("The upstream `east`");
    }
  });

  it("gets embeddings in base64, as it asks for them", async () => {
    const vector = Buffer.from(new Float32Array([0.25, -0.5]).buffer).toString("base64");
    upstream.answer = (response) => replyJson(response, embeddingsReply.replace("[0.25,-0.5]", JSON.stringify(vector)));
    const { data, usage } = await client.embeddings.create({ model: "chat", input: ["a"] });
    expect(JSON.parse(upstream.calls[0]?.body ?? "").encoding_format).toBe("base64");
    expect(data[0]?.embedding).toEqual([0.25, -0.5]);
    expect(usage.prompt_tokens).toBe(12);
  });
});
