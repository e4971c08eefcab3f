import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chat, chatBody } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway, testKey } from "../testing/start-test-gateway.ts";
import { completion, replyJson } from "../testing/wire.ts";

let upstream: RawUpstream;
let gateway: TestGateway;

beforeEach(async () => {
  upstream = await startRawUpstream((response) =>
    replyJson(response, completion("hi"), 200, {
      "x-ratelimit-remaining-requests": "41",
      "openai-processing-ms": "12",
      "openai-version": "2020-10-01",
      "openai-organization": "operator-inc",
      "openai-project": "proj_1",
      "openai-model": "their-model",
      "set-cookie": "a=b",
      server: "secret-engine/1",
      connection: "keep-alive, x-hop",
      "keep-alive": "timeout=77",
      "x-hop": "1",
      "x-request-id": "theirs",
    }),
  );
  gateway = await startTestGateway(routingYaml({ east: upstream.url }, { upstream: "upstream_model: their-model" }));
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

describe("forwarding", () => {
  it("rule 1: sends upstream only allow-listed headers, its own key and never the caller's, and asks for identity", async () => {
    await chat(gateway.url, chatBody(), {
      cookie: "session=1",
      "x-api-key": "also secret",
      "x-stainless-lang": "js",
      "x-forwarded-for": "1.2.3.4",
      "openai-organization": "org",
      "accept-encoding": "gzip, br",
      connection: "close, x-mine",
      "x-mine": "hop",
      te: "trailers",
      "x-meridian-session": "s",
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "idempotency-key": "once",
    });
    const [call] = upstream.calls;
    const { host, "content-length": length, "x-request-id": id, ...rest } = call?.headers ?? {};
    expect(rest).toEqual({
      connection: "keep-alive",
      "content-type": "application/json",
      accept: "application/json",
      "accept-encoding": "identity",
      "user-agent": "meridian",
      authorization: "Bearer sk-upstream",
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "idempotency-key": "once",
    });
    expect(JSON.stringify(call)).not.toContain(testKey);
    expect(id).toBe((await gateway.record()).id);
    expect([host, length]).toEqual([new URL(upstream.url).host, String(call?.body.length)]);
  });

  it("rule 1: gives the caller rate limits of the upstream and none of its hop-by-hop or private headers", async () => {
    const { headers } = await chat(gateway.url, chatBody());
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-ratelimit-remaining-requests": "41",
      "openai-processing-ms": "12",
      "openai-version": "2020-10-01",
      "x-meridian-route": "chat",
      "x-meridian-upstream": "east",
      "x-meridian-attempts": "1",
      "x-meridian-config-version": "none",
    });
    const theirs = ["set-cookie", "server", "x-hop", "openai-organization", "openai-project", "openai-model"];
    for (const name of theirs) expect(headers[name]).toBeUndefined();
    expect(headers["keep-alive"]).not.toBe("timeout=77");
    expect(headers["x-request-id"]).toBe((await gateway.record()).id);
  });

  it("rule 1: writes neither the caller's nor the upstream's key to a log or a record", async () => {
    await chat(gateway.url, chatBody());
    upstream.answer = (response) => replyJson(response, '{"error":{"message":"bad key sk-upstream"}}', 401);
    const reply = await chat(gateway.url, chatBody());
    await gateway.record(1);
    for (const text of [gateway.logged(), JSON.stringify(gateway.records), reply.text]) {
      expect(text).not.toContain("sk-upstream");
      expect(text).not.toContain(testKey);
    }
  });

  it("rule 3: changes the model's name and not one other byte of the body", async () => {
    const body =
      '{ "x_unknown" : {"a":[1.0, 12345678901234567890]},\n "model":"chat" , "messages":[{"role":"user","content":"\\u00e9 \\"model\\""}] }';
    await chat(gateway.url, body);
    expect(upstream.calls[0]?.body).toBe(body.replace('"model":"chat"', '"model":"their-model"'));
  });

  it("rule 3: relays the reply's bytes as they are and reads its usage on the way", async () => {
    const odd = `{"zzz":1.50,\n${completion("hi").slice(1)}`;
    upstream.answer = (response) => replyJson(response, odd);
    const reply = await chat(gateway.url, chatBody());
    expect(reply.text).toBe(odd);
    expect(await gateway.record()).toMatchObject({ inputTokens: 12, outputTokens: 3, tokensEstimated: false });
  });

  it("rule 8: gives the caller an upstream's 400 with what it said, and leaves that out of the record", async () => {
    const error = {
      message: "context too long",
      type: "invalid_request_error",
      param: "messages",
      code: "context_length_exceeded",
    };
    upstream.answer = (response) => replyJson(response, JSON.stringify({ error }), 400);
    const reply = await chat(gateway.url, chatBody());
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.text)).toMatchObject({ error });
    expect(upstream.calls).toHaveLength(1);
    const record = await gateway.record();
    expect(record).toMatchObject({ outcome: "rejected", status: 400, errorCode: "upstream_rejected" });
    expect(JSON.stringify(record)).not.toContain("too long");
  });
});
