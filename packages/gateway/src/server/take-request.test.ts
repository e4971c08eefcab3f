import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { chat, chatBody } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway, testKey } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { completion, replyJson } from "../testing/wire.ts";

let upstream: RawUpstream;
let gateway: TestGateway;

beforeEach(async () => {
  upstream = await startRawUpstream((response) => replyJson(response, completion("hi")));
  gateway = await startTestGateway(routingYaml({ east: upstream.url }), { maxBodyBytes: 100_000, bodyTimeoutMs: 200 });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const requestId = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

async function get(path: string, method = "GET", headers: Record<string, string> = {}) {
  const response = await fetch(`http://127.0.0.1:${gateway.port}${path}`, { method, headers });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as { error?: { code: string } },
  };
}

describe("the door", () => {
  it("answers every failure in OpenAI's envelope, as JSON, with a UUIDv7 that stands in header, body and record", async () => {
    const reply = await chat(gateway.url, "{");
    const { error } = JSON.parse(reply.text);
    expect(Object.keys(error)).toEqual(["message", "type", "param", "code", "request_id"]);
    expect(reply.headers["content-type"]).toBe("application/json");
    expect(error.request_id).toMatch(requestId);
    expect(reply.headers["x-request-id"]).toBe(error.request_id);
    expect((await gateway.record()).id).toBe(error.request_id);
  });

  it("knows 404 for a path and 405 for a method, in JSON, and counts them without a record", async () => {
    expect(await get("/v1/nothing")).toMatchObject({ status: 404, body: { error: { code: "unknown_path" } } });
    const wrong = await get("/v1/chat/completions");
    expect(wrong).toMatchObject({ status: 405, body: { error: { code: "method_not_allowed" } } });
    expect(wrong.headers.get("allow")).toBe("POST");
    expect(gateway.counters.refusedAtDoor).toBe(2);
    expect(gateway.records).toHaveLength(0);
  });

  it("knows them in Anthropic's envelope on its paths", async () => {
    const error = { type: "not_found_error", code: "unknown_path" };
    expect(await get("/v1/messages/count_tokens")).toMatchObject({ status: 404, body: { type: "error", error } });
    expect(await get("/v1/messages")).toMatchObject({
      status: 405,
      body: { error: { type: "invalid_request_error" } },
    });
  });

  it("rule 20: lets in by Bearer and by x-api-key, and refuses a wrong, empty or missing key with 401", async () => {
    expect((await chat(gateway.url, chatBody())).status).toBe(200);
    expect((await get("/v1/models", "GET", { "x-api-key": testKey })).status).toBe(200);
    expect(await get("/v1/models")).toMatchObject({ status: 401, body: { error: { code: "missing_api_key" } } });
    for (const authorization of ["Bearer nope", `Bearer ${testKey}x`, "Bearer mk_live_abcdefghijkl_zzz"]) {
      const refused = await get("/v1/models", "GET", { authorization });
      expect(refused).toMatchObject({ status: 401, body: { error: { code: "invalid_api_key" } } });
    }
    const record = await gateway.record(2);
    expect(record).toMatchObject({
      status: 401,
      outcome: "rejected",
      keyId: null,
      environmentId: "",
      errorCode: "missing_api_key",
    });
  });

  it("rule 20: serves nothing, with 503, once its snapshots are older than allowed, and goes on when they are not", async () => {
    let expired = true;
    const old = await startTestGateway(routingYaml({ east: upstream.url }), {}, { snapshotsExpired: () => expired });
    onTestFinished(() => old.close());
    const refused = await chat(old.url, chatBody());
    expect(refused.status).toBe(503);
    expect(JSON.parse(refused.text)).toMatchObject({ error: { code: "snapshot_expired" } });
    expect(await old.record()).toMatchObject({ outcome: "failed", errorCode: "snapshot_expired", attemptCount: 0 });
    expired = false;
    expect((await chat(old.url, chatBody())).status).toBe(200);
  });

  it("lists the models that have a name of their own", async () => {
    const { body } = await get("/v1/models", "GET", { authorization: `Bearer ${testKey}` });
    expect(body).toMatchObject({ object: "list", data: [{ id: "chat", object: "model", owned_by: "meridian" }] });
    expect(await gateway.record()).toMatchObject({ endpoint: "models", outcome: "completed", status: 200 });
  });

  it("rule 2: refuses a body that declares more than the limit with 413 before any of it is sent", async () => {
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(`${gateway.url}/chat/completions`, {
        method: "POST",
        agent: false,
        headers: { authorization: `Bearer ${testKey}`, "content-length": 50_000_000, expect: "100-continue" },
      });
      request.on("response", (response) => resolve(response.statusCode));
      request.on("error", reject);
      request.flushHeaders();
    });
    expect(status).toBe(413);
    expect(await gateway.record()).toMatchObject({ status: 413, errorCode: "body_too_large", outcome: "rejected" });
  });

  it("rule 2: answers a 50 MB body with a 413 that its sender gets to read, chunked or not", async () => {
    for (const chunked of [false, true]) {
      const body = Buffer.alloc(50_000_000, 0x20);
      const reply = await fetch(`${gateway.url}/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${testKey}` },
        ...(chunked ? { body: new Blob([body]).stream(), duplex: "half" as const } : { body }),
      });
      expect(reply.status).toBe(413);
      expect(await reply.json()).toMatchObject({ error: { code: "body_too_large", type: "invalid_request_error" } });
    }
    expect(upstream.calls).toHaveLength(0);
  });

  it("rule 2: keeps none of what comes beyond the limit: 300 MB that nobody announced cost less than 100 MB", async () => {
    const socket = connect(gateway.port, "127.0.0.1");
    let answer = "";
    socket.on("error", () => undefined);
    socket.setEncoding("utf8").on("data", (text: string) => {
      answer += text;
    });
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${testKey}\r\ntransfer-encoding: chunked\r\n\r\n`,
    );
    // The same megabyte again and again, so that what is measured is the gateway's.
    const megabyte = Buffer.concat([Buffer.from("100000\r\n"), Buffer.alloc(1_048_576, 0x20), Buffer.from("\r\n")]);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    for (let i = 0; i < 300; i += 1) {
      await new Promise((resolve) => socket.write(megabyte, resolve));
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    await waitUntil(() => answer.includes("request_id"), "the answer");
    socket.destroy();
    expect(answer).toContain("HTTP/1.1 413");
    expect(most).toBeLessThan(100_000_000);
  });

  it("rule 2: gives up on a body that does not come within its time with 408", async () => {
    const socket = connect(gateway.port, "127.0.0.1");
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${testKey}\r\ncontent-length: 100\r\n\r\n{`,
    );
    const text = await new Promise<string>((resolve) => {
      let all = "";
      socket.setEncoding("utf8").on("data", (chunk: string) => {
        all += chunk;
        if (all.includes("request_id")) resolve(all);
      });
    });
    socket.destroy();
    expect(text).toContain("HTTP/1.1 408");
    expect(text).toContain('"code":"body_timeout"');
    expect(await gateway.record()).toMatchObject({ status: 408 });
  });

  it.each([
    ['{"model": "chat",\n"messages": [}', "invalid_json", "line 2, column 14", null],
    ['{"messages": []}', "invalid_request", "`model`", "model"],
    ['{"model": "chat", "messages": "x"}', "invalid_request", "`messages`", "messages"],
    ['{"model": "chat", "model": "b", "messages": [{"role": "user"}]}', "invalid_request", "more than once", "model"],
  ])("rule 2: answers %j with 400 %s", async (body, code, message, param) => {
    const reply = await chat(gateway.url, body);
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.text)).toMatchObject({ error: { code, param, message: expect.stringContaining(message) } });
    expect(upstream.calls).toHaveLength(0);
  });

  it("rule 2: answers an unknown model with 404 and names close ones", async () => {
    const reply = await chat(gateway.url, chatBody({ model: "chta" }));
    expect(reply.status).toBe(404);
    expect(JSON.parse(reply.text)).toMatchObject({ error: { code: "model_not_found", param: "model" } });
    expect(JSON.parse(reply.text).error.message).toContain("`chat`");
  });

  it("answers a key without the route with 403", async () => {
    gateway.apply(routingYaml({ east: upstream.url }, { keyRoutes: "other" }));
    const reply = await chat(gateway.url, chatBody());
    expect(reply.status).toBe(403);
    expect(await gateway.record()).toMatchObject({ errorCode: "route_forbidden", status: 403 });
    expect(await get("/v1/models", "GET", { "x-api-key": testKey })).toMatchObject({ body: { data: [] } });
  });

  it.each([
    ["x-meridian-timeout-ms", "soon"],
    ["x-meridian-region", "a b"],
    ["x-meridian-tags", Array.from({ length: 40 }, (_, i) => `t${i}`).join(",")],
  ])("refuses a %s that makes no sense with 400 and its name", async (name, value) => {
    const reply = await chat(gateway.url, chatBody(), { [name]: value });
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.text)).toMatchObject({ error: { code: "invalid_header", param: name } });
  });

  it("answers broken HTTP in JSON too", async () => {
    const socket = connect(gateway.port, "127.0.0.1");
    socket.write("NONSENSE\r\n\r\n");
    const text = await new Promise<string>((resolve) => {
      let all = "";
      socket.setEncoding("utf8").on("data", (chunk: string) => {
        all += chunk;
      });
      socket.on("close", () => resolve(all));
    });
    expect(text).toContain("HTTP/1.1 400 Bad Request");
    expect(text).toContain('"code":"invalid_http"');
  });

  it("answers 503 with a sentence when nothing was ever published", async () => {
    const environmentId = "0193c4f5-0000-7000-8000-000000000001";
    const { createHash } = await import("node:crypto");
    const sha256 = createHash("sha256").update("mk_live_abcdefghijkl_x").digest("hex");
    gateway.registry.apply(
      {
        kind: "snapshot",
        snapshot: {
          format: 1,
          workspaceId: environmentId,
          environmentId,
          environmentName: "staging",
          serial: 1,
          issuedAtMs: 0,
          deployment: null,
          overrides: [],
          secrets: [],
          keys: [{ id: "abcdefghijkl", name: "k", sha256, routes: ["*"], expiresAtMs: null }],
        },
      },
      Date.now(),
    );
    const reply = await chat(gateway.url, chatBody(), { authorization: "Bearer mk_live_abcdefghijkl_x" });
    expect(reply.status).toBe(503);
    expect(JSON.parse(reply.text)).toMatchObject({ error: { code: "not_configured" } });
    expect(await gateway.record()).toMatchObject({ environmentId, keyId: "abcdefghijkl", outcome: "failed" });
  });

  it("rule 20: takes the key of each request of a connection for itself, and refuses one that is gone since", async () => {
    const keys = (names: readonly string[]) =>
      `gateway_keys: [${names.map((name) => `{ name: ${name}, key: key-of-${name}, routes: ["*"] }`).join(", ")}]`;
    const yaml = (names: readonly string[]) =>
      routingYaml({ east: upstream.url }).replace(/gateway_keys:[^]*/, keys(names));
    gateway.apply(yaml(["one", "two"]));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const ports = new Set<number | undefined>();
    const statusWith = (key: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
        const call = httpRequest(`${gateway.url}/chat/completions`, { method: "POST", agent, headers }, (reply) => {
          ports.add(reply.socket.localPort);
          reply.resume().on("end", () => resolve(reply.statusCode));
        });
        call.on("error", reject).end(chatBody({}));
      });
    expect(await statusWith("key-of-one")).toBe(200);
    expect(await statusWith("key-of-one")).toBe(200);
    expect(await statusWith("key-of-two")).toBe(200);
    expect(await statusWith("key-of-no")).toBe(401);
    gateway.apply(yaml(["two"]));
    expect(await statusWith("key-of-two")).toBe(200);
    expect(await statusWith("key-of-one")).toBe(401);
    gateway.apply(yaml(["one"]));
    expect(await statusWith("key-of-two")).toBe(401);
    expect(ports.size).toBe(1);
    expect(gateway.records.map(({ keyName, status }) => (status === 200 ? keyName : status))).toEqual([
      "one",
      "one",
      "two",
      401,
      "two",
      401,
      401,
    ]);
  });
});
