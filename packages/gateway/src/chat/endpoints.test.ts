import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { beginChat, chat } from "../testing/chat-call.ts";
import { embeddingsReply, type EndpointWire, endpointWires } from "../testing/endpoint-wires.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway, testKey } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { beginStream, replyJson, replyStream } from "../testing/wire.ts";

let bad: RawUpstream;
let good: RawUpstream;
let gateway: TestGateway;

const yamlFor = (provider: string, urls: Record<string, string> = { bad: bad.url, good: good.url }) =>
  routingYaml(urls, {
    provider,
    upstream: "upstream_model: theirs",
    timeouts: "connect: 1s, first_token: 1s, idle: 200ms, response: 1s",
  });

beforeEach(async () => {
  bad = await startRawUpstream((response) => replyJson(response, "{}", 500));
  good = await startRawUpstream((response) => replyJson(response, "{}", 500));
  gateway = await startTestGateway(yamlFor("openai"));
});
afterEach(async () => {
  await gateway.close();
  await Promise.all([bad.close(), good.close()]);
});

const tool = '"name":"f","description":"\\u00e9","parameters":{"type":"object","properties":{"a":{"type":"number"}}}';
/** What the newest clients send, as text, so that numbers and escapes stay as they were written. */
const richBodies: Readonly<Record<string, string>> = {
  "chat.completions": `"messages":[{"role":"user","content":[{"type":"text","text":"caf\\u00e9 \\ud83c\\udf0d"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},{"role":"tool","tool_call_id":"t","content":"1.0"}],"tools":[{"type":"function","function":{${tool}}}],"tool_choice":"auto","response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{}}},"logprobs":true,"top_logprobs":2,"temperature":1.0,"seed":12345678901234567890`,
  completions: '"prompt":["a","b\\n"],"logprobs":3,"echo":true,"logit_bias":{"50256":-100},"temperature":0.70',
  responses: `"input":[{"role":"user","content":[{"type":"input_text","text":"\\u00e9"},{"type":"input_image","image_url":"data:image/png;base64,AAAA"}]},{"type":"function_call_output","call_id":"c","output":"1.0"}],"tools":[{"type":"function",${tool}},{"type":"web_search"}],"text":{"format":{"type":"json_schema","name":"s","schema":{}}},"include":["message.output_text.logprobs"],"top_logprobs":2,"reasoning":{"effort":"low"},"temperature":1.0`,
  messages: `"max_tokens":64,"system":[{"type":"text","text":"be brief","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},{"type":"tool_result","tool_use_id":"t","content":"1.0"}]}],"tools":[{"name":"f","input_schema":{"type":"object"}}],"thinking":{"type":"enabled","budget_tokens":1024},"output_config":{"format":{"type":"json_schema","schema":{}}},"temperature":1.0`,
};

const ask = ({ body, path }: EndpointWire, more: Readonly<Record<string, unknown>> = {}) =>
  chat(gateway.url, JSON.stringify({ ...body, ...more }), {}, path);
const wholeStream = ({ prologue, token, epilogue }: EndpointWire): string =>
  prologue + token("h") + token("i") + epilogue;
const relayedStream = ({ prologue, token, relayedEpilogue }: EndpointWire): string =>
  prologue + token("h") + token("i") + relayedEpilogue;
const inFlight = () => [...gateway.registry.all()][0]?.state.view(0, Date.now()).inFlight;

describe.each(endpointWires.map((wire) => [wire.name, wire] as const))("%s", (name, wire) => {
  beforeEach(() => gateway.apply(yamlFor(wire.provider)));

  it("rule 3: relays a reply's bytes, changes no byte of the body but the model's name, and records its usage", async () => {
    bad.answer = (response) => replyJson(response, wire.reply);
    const reply = await ask(wire, { x_unknown: [1.0] });
    expect([reply.status, reply.text]).toEqual([200, wire.reply]);
    const sent = JSON.stringify({ ...wire.body, x_unknown: [1.0] }).replace('"model":"chat"', '"model":"theirs"');
    expect(bad.calls[0]).toMatchObject({ path: `/v1${wire.path}`, body: sent });
    expect(await gateway.record()).toMatchObject({
      endpoint: name,
      outcome: "completed",
      inputTokens: 12,
      outputTokens: 3,
      tokensEstimated: false,
    });
  });

  it("rule 3: tools, images, schemas, logprobs and oddly written JSON pass byte for byte, streaming and not", async () => {
    const rich = richBodies[name] ?? "";
    for (const stream of [false, true]) {
      bad.answer = (response) => (stream ? replyStream(response, wholeStream(wire)) : replyJson(response, wire.reply));
      const body = `{ "stream" : ${stream},\n${rich}, "model":  "chat"}`;
      expect((await chat(gateway.url, body, {}, wire.path)).status).toBe(200);
      const sent = bad.calls.at(-1)?.body.replace(',"stream_options":{"include_usage":true}', "");
      expect(sent).toBe(body.replace('"chat"', '"theirs"'));
    }
  });

  it("rule 11: relays a stream's bytes split at every 11th position, and knows its tokens and its end", async () => {
    const bytes = Buffer.from(wholeStream(wire));
    for (let at = 1; at < bytes.length; at += 11) {
      bad.answer = (response) => {
        beginStream(response);
        response.write(bytes.subarray(0, at));
        setImmediate(() => response.write(bytes.subarray(at)));
        // It stays open: the stream's own end is what ends it.
      };
      const reply = await ask(wire, { stream: true });
      expect(reply.text).toBe(relayedStream(wire));
    }
    for (const record of gateway.records) {
      expect(record).toMatchObject({
        outcome: "completed",
        stream: true,
        inputTokens: 12,
        cachedInputTokens: 8,
        outputTokens: 3,
        tokensEstimated: false,
      });
      expect(record.firstTokenMs).not.toBeNull();
    }
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    ["an error", (response) => replyStream(response, wire.prologue, wire.failure), "stream_error"],
    ["an end without an end", (response) => replyStream(response, wire.prologue), "cut"],
    [
      "a cut",
      (response) => {
        beginStream(response, wire.prologue);
        setImmediate(() => response.socket?.destroy());
      },
      "cut",
    ],
    ["garbage", (response) => replyStream(response, "data: <html>\n\n"), "malformed"],
  ])(
    "rule 5: another upstream answers when a 200 stream brings %s before its content",
    async (_what, answer, cause) => {
      bad.answer = answer;
      good.answer = (response) => replyStream(response, wholeStream(wire));
      const reply = await ask(wire, { stream: true });
      expect(reply.text).toBe(relayedStream(wire));
      expect(reply.headers).toMatchObject({ "x-meridian-upstream": "good", "x-meridian-attempts": "2" });
      expect((await gateway.record()).details.attempts).toMatchObject([{ cause }, { outcome: "completed" }]);
    },
  );

  it("rule 5: another upstream answers when a reply is none of this endpoint", async () => {
    bad.answer = (response) => replyJson(response, '{"object":"something else"}');
    good.answer = (response) => replyJson(response, wire.reply);
    expect((await ask(wire)).text).toBe(wire.reply);
    expect((await gateway.record()).details.attempts[0]).toMatchObject({ cause: "malformed" });
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ["an error", (response) => response.end(wire.failure)],
    ["a cut", (response) => response.socket?.destroy()],
    ["silence", () => undefined],
  ])(
    "rule 6: content followed by %s ends with an error event and nothing that ends a whole stream",
    async (_what, then) => {
      bad.answer = (response) => {
        beginStream(response, wire.prologue + wire.token("a"));
        setImmediate(() => then(response));
      };
      const reply = await ask(wire, { stream: true });
      const begun = wire.prologue + wire.token("a");
      expect(reply.text.startsWith(begun)).toBe(true);
      const event = reply.text.slice(begun.length);
      for (const end of wire.ends) expect(event).not.toContain(end);
      const data = JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? "null");
      expect(event.startsWith("event: error\n")).toBe(wire.prologue.startsWith("event: "));
      expect(data.error.message).toMatch(/^The upstream `bad` /);
      expect(good.calls).toHaveLength(0);
      expect(await gateway.record()).toMatchObject({ outcome: "failed", outputTokens: 1, tokensEstimated: true });
    },
  );

  it("rule 13: a caller that leaves aborts the upstream, frees its slot once and leaves one 499 with an estimate", async () => {
    bad.answer = (response) => beginStream(response, wire.prologue, wire.token("a"), wire.token("b"));
    let text = "";
    const request = beginChat(gateway.url, JSON.stringify({ ...wire.body, stream: true }), {}, wire.path);
    request.on("error", () => undefined);
    request.on("response", (response) => {
      response.on("error", () => undefined);
      response.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
    });
    await waitUntil(() => text.endsWith(wire.token("b")), "the content");
    request.destroy();
    await waitUntil(() => bad.calls[0]?.abortedAtMs !== null, "the abort");
    expect(await gateway.record()).toMatchObject({
      outcome: "cancelled",
      status: 499,
      outputTokens: 2,
      tokensEstimated: true,
    });
    expect([inFlight(), gateway.records.length, gateway.counters.streamsOpen]).toEqual([0, 1, 0]);
  });

  it("answers failures in the envelope of its clients", async () => {
    const reply = await ask(wire, { model: "nope" });
    const body = JSON.parse(reply.text);
    expect(reply.status).toBe(404);
    expect(reply.headers["x-request-id"]).toBe((await gateway.record()).id);
    if (wire.provider === "anthropic") {
      expect(body).toMatchObject({ type: "error", request_id: reply.headers["request-id"] });
      expect(body.error).toMatchObject({ type: "not_found_error", code: "model_not_found" });
    } else expect(body.error).toMatchObject({ type: "invalid_request_error", code: "model_not_found", param: "model" });
  });
});

describe("embeddings", () => {
  const path = "/embeddings";
  const body = JSON.stringify({ model: "chat", input: ["a", "b"], dimensions: 2 });

  it("rule 3: relays body and reply untouched, and records input tokens alone", async () => {
    bad.answer = (response) => replyJson(response, embeddingsReply);
    expect((await chat(gateway.url, body, {}, path)).text).toBe(embeddingsReply);
    expect(bad.calls[0]).toMatchObject({ path: "/v1/embeddings", body: body.replace("chat", "theirs") });
    expect(await gateway.record()).toMatchObject({ endpoint: "embeddings", inputTokens: 12, outputTokens: 0 });
    bad.answer = (response) => replyJson(response, embeddingsReply.replace(/,"usage.*/, "}"));
    await chat(gateway.url, body, {}, path);
    expect(await gateway.record(1)).toMatchObject({ outputTokens: 0, inputTokens: 3, tokensEstimated: true });
  });

  it("rule 2: refuses an empty input with the field to blame", async () => {
    const reply = await chat(gateway.url, JSON.stringify({ model: "chat", input: [] }), {}, path);
    expect([reply.status, JSON.parse(reply.text).error.param]).toEqual([400, "input"]);
  });
});

describe("an endpoint that the provider does not serve", () => {
  it("passes over the upstreams that do not, with the reason in the plan", async () => {
    const yaml = yamlFor("openai").replace("bad: { provider: openai", "bad: { provider: anthropic");
    gateway.apply(yaml);
    good.answer = (response) => replyJson(response, embeddingsReply);
    const reply = await chat(gateway.url, JSON.stringify({ model: "chat", input: "a" }), {}, "/embeddings");
    expect([reply.status, bad.calls.length]).toEqual([200, 0]);
    expect((await gateway.record()).details.plan).toMatchObject({ skipped: [{ name: "bad", reason: "endpoint" }] });
  });

  it("is a 400 that names it when no upstream of the route serves it", async () => {
    gateway.apply(yamlFor("anthropic"));
    const reply = await chat(gateway.url, JSON.stringify({ model: "chat", input: "a" }), {}, "/embeddings");
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.text).error).toMatchObject({ code: "not_capable" });
    expect(reply.text).toContain("does not serve embeddings");
  });
});

describe("an endpoint that an engine of the provider does not have", () => {
  const body = JSON.stringify({ model: "chat", input: "a" });

  it.each([
    [404, '{"detail":"Not Found"}'],
    [404, "404 page not found"],
    [404, '{"error":{"message":"This is a chat model and not supported in the v1/embeddings endpoint.","code":null}}'],
    [403, '{"error":{"message":"You are not allowed to generate embeddings from this model","code":null}}'],
    [405, '{"detail":"Method Not Allowed"}'],
    [501, '{"error":{"code":501,"message":"This server does not support embeddings","type":"not_supported_error"}}'],
  ])(
    "rule 8: %d %s is answered by the next upstream, and never hurts the health of the first",
    async (status, said) => {
      bad.answer = (response) => replyJson(response, said, status);
      good.answer = (response) => replyJson(response, embeddingsReply);
      for (let i = 0; i < 6; i += 1) expect((await chat(gateway.url, body, {}, "/embeddings")).status).toBe(200);
      expect((await gateway.record(5)).details.attempts).toMatchObject([{ cause: "endpoint_not_found" }, {}]);
      const health = [...gateway.registry.all()][0]?.state.view(0, Date.now()).health;
      expect(health).toMatchObject({ misconfigured: null, breaker: { kind: "closed" } });
    },
  );

  it("rule 8: a 404 that names the model marks the upstream's model all the same", async () => {
    const said = '{"object":"error","message":"The model `theirs` does not exist.","type":"NotFoundError","code":404}';
    bad.answer = (response) => replyJson(response, said, 404);
    good.answer = (response) => replyJson(response, embeddingsReply);
    expect((await chat(gateway.url, body, {}, "/embeddings")).status).toBe(200);
    expect((await gateway.record()).details.attempts).toMatchObject([{ cause: "model_not_found" }, {}]);
  });

  it("is a 400 that says so when no other upstream has it", async () => {
    gateway.apply(yamlFor("vllm", { bad: bad.url }));
    bad.answer = (response) => replyJson(response, '{"detail":"Not Found"}', 404);
    const reply = await chat(gateway.url, body, {}, "/embeddings");
    expect([reply.status, JSON.parse(reply.text).error.message]).toEqual([
      400,
      "The upstream `bad` does not serve this endpoint.",
    ]);
  });
});

describe("credentials and versions by provider", () => {
  const messages = endpointWires.find(({ name }) => name === "messages")!;

  it("rule 1: Anthropic gets x-api-key, the caller's version and betas, and a version when there is none", async () => {
    gateway.apply(yamlFor("anthropic"));
    bad.answer = (response) => replyJson(response, messages.reply, 200, { "anthropic-ratelimit-requests-limit": "9" });
    const headers = { "anthropic-version": "2024-01-01", "anthropic-beta": "a,b", "x-api-key": testKey };
    const reply = await chat(gateway.url, JSON.stringify(messages.body), headers, "/messages");
    await chat(gateway.url, JSON.stringify(messages.body), {}, "/messages");
    expect(bad.calls[0]?.headers).toMatchObject({
      "x-api-key": "sk-upstream",
      "anthropic-version": "2024-01-01",
      "anthropic-beta": "a,b",
    });
    expect(bad.calls[0]?.headers.authorization).toBeUndefined();
    expect(bad.calls[1]?.headers["anthropic-version"]).toBe("2023-06-01");
    expect(bad.calls[1]?.headers["anthropic-beta"]).toBeUndefined();
    expect(JSON.stringify(bad.calls)).not.toContain(testKey);
    expect(reply.headers["anthropic-ratelimit-requests-limit"]).toBe("9");
  });

  it.each([
    ["azure: { deployment: mine }, upstream_model: gpt-4o", "/openai/v1/chat/completions"],
    ["azure: { api_version: preview }, upstream_model: mine", "/openai/v1/chat/completions?api-version=preview"],
    [
      'azure: { deployment: mine, api_version: "2024-10-21" }',
      "/openai/deployments/mine/chat/completions?api-version=2024-10-21",
    ],
  ])("rule 1: Azure with %s is called at %s with api-key", async (block, path) => {
    const base = bad.url.replace(/\/v1$/, "");
    gateway.apply(routingYaml({ bad: base }, { provider: "azure-openai", upstream: block }));
    bad.answer = (response) => replyJson(response, endpointWires[0]!.reply);
    expect((await ask(endpointWires[0]!)).status).toBe(200);
    expect(bad.calls[0]).toMatchObject({ path, headers: { "api-key": "sk-upstream" } });
    expect(bad.calls[0]?.headers.authorization).toBeUndefined();
    expect(JSON.parse(bad.calls[0]?.body ?? "").model).toBe("mine");
  });
});
