import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTcpServer, type LookupFunction } from "node:net";
import { startEngine } from "@meridian/simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { checkedLookup } from "./checked-lookup.ts";
import { testUpstream, type UpstreamTest } from "./test-upstream.ts";

type Handler = (request: IncomingMessage, reply: ServerResponse) => void;

async function serving(handler: Handler) {
  const seen: string[] = [];
  const server = createServer((request, reply) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? "-"}`);
    handler(request, reply);
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return { url: `http://127.0.0.1:${address.port}/v1`, port: address.port, seen };
}

const trying = (
  baseUrl: string,
  more: { apiKey?: string | null; allowPrivate?: boolean; lookup?: LookupFunction; waitMs?: number } = {},
): Promise<UpstreamTest> => {
  const { apiKey = null, allowPrivate = true, lookup, waitMs = 5_000 } = more;
  const rules = { allowPrivate, ...(lookup && { lookup }) };
  return testUpstream({ baseUrl, apiKey }, { rules, clock: () => performance.now(), waitMs });
};

/** A name that resolves to one address when it is asked for first, and to another later. */
const rebinding = (allowPrivate: boolean, ...answers: readonly string[]): LookupFunction => {
  let asked = 0;
  return checkedLookup(allowPrivate, (_host, done) => {
    const address = answers[Math.min(asked++, answers.length - 1)] ?? "";
    done(null, [{ address, family: 4 }]);
  });
};

const codeOf = (test: UpstreamTest) => (test.kind === "problem" ? test.problem.code : test.kind);

describe("testUpstream", () => {
  it("lists the models of an engine that takes the key, and tells a wrong one from none", async () => {
    const engine = await startEngine({ models: ["llama-3.1-8b", "qwen2.5"], apiKey: "sk-right" });
    onTestFinished(() => engine.close());
    expect(await trying(engine.url, { apiKey: "sk-right" })).toMatchObject({
      kind: "models",
      models: [{ id: "llama-3.1-8b" }, { id: "qwen2.5" }],
    });
    expect(codeOf(await trying(engine.url, { apiKey: "sk-wrong" }))).toBe("key_refused");
    expect(codeOf(await trying(engine.url))).toBe("key_missing");
    expect(codeOf(await trying(engine.url.replace("/v1", "/v2"), { apiKey: "sk-right" }))).toBe("not_found");
  });

  it("asks as Anthropic's clients do where that is the protocol", async () => {
    const listed = {
      data: [{ type: "model", id: "claude-sonnet-4-5", display_name: "Claude Sonnet 4.5" }],
      has_more: false,
    };
    const asked: (string | string[] | undefined)[] = [];
    const server = await serving((request, reply) => {
      const { headers } = request;
      asked.push(request.url, headers["x-api-key"], headers["anthropic-version"], headers.authorization);
      reply.writeHead(headers["x-api-key"] === "sk-ant" ? 200 : 401, { "content-type": "application/json" });
      reply.end(JSON.stringify(listed));
    });
    const given = { baseUrl: server.url, apiKey: "sk-ant", protocol: "anthropic" } as const;
    const options = { rules: { allowPrivate: true }, clock: () => performance.now() };
    expect(await testUpstream(given, options)).toMatchObject({ kind: "models", models: [{ id: "claude-sonnet-4-5" }] });
    expect(asked).toEqual(["/v1/models?limit=1000", "sk-ant", "2023-06-01", undefined]);
    expect(codeOf(await testUpstream({ ...given, apiKey: "sk-wrong" }, options))).toBe("key_refused");
  });

  it("takes the bare list that some providers send", async () => {
    const { url } = await serving((_, reply) => reply.end('[{"id":"a"},{"id":"b"},{"other":1}]'));
    expect(await trying(url)).toMatchObject({ kind: "models", models: [{ id: "a" }, { id: "b" }] });
  });

  it.each([
    ["a page for browsers", 200, "<html>", "no_model_list"],
    ["an empty list", 200, '{"data":[]}', "no_models"],
    ["a list of something else", 200, '{"data":[{"name":"x"}]}', "no_model_list"],
    ["429", 429, "", "rate_limited"],
    ["503", 503, "", "unwell"],
  ])("says what %s is, and how to mend it", async (_, status, body, code) => {
    const { url } = await serving((_request, reply) => reply.writeHead(status).end(body));
    const test = await trying(url);
    expect(test).toMatchObject({ kind: "problem", problem: { code, hint: expect.stringMatching(/\w{3}/) } });
  });

  it("follows no redirect, wherever it points, and so never takes the key there", async () => {
    const metadata = await serving((_, reply) => reply.end('{"data":[{"id":"stolen"}]}'));
    const { url } = await serving((_, reply) => reply.writeHead(302, { location: metadata.url }).end());
    const away = await serving((_, reply) =>
      reply.writeHead(307, { location: "http://169.254.169.254/latest/meta-data/" }).end(),
    );
    expect(codeOf(await trying(url, { apiKey: "sk-1" }))).toBe("redirect");
    expect(codeOf(await trying(away.url, { apiKey: "sk-1" }))).toBe("redirect");
    expect(metadata.seen).toEqual([]);
  });

  it.each([
    ["metadata", "http://169.254.169.254/v1", true],
    ["metadata as IPv6", "http://[::ffff:169.254.169.254]/v1", true],
    ["metadata as a number", "http://2852039166/v1", true],
    ["loopback where private upstreams are not allowed", "http://127.0.0.1:9/v1", false],
    ["loopback by a short form", "http://0x7f.1:9/v1", false],
    ["a password in the address", "http://user:secret@127.0.0.1:9/v1", true],
    ["another scheme", "file:///etc/passwd", true],
  ])("refuses %s before anything is called, and does not repeat the address", async (_, url, allowPrivate) => {
    const test = await trying(url, { allowPrivate });
    expect(codeOf(test)).toBe("address_refused");
    expect(JSON.stringify(test)).not.toContain("secret");
  });

  it("connects to what was checked: a name that turns to loopback or metadata later is refused then too", async () => {
    const { url, port, seen } = await serving((_, reply) => reply.end('{"data":[{"id":"inner"}]}'));
    const named = `http://rebind.example:${port}/v1`;
    expect(codeOf(await trying(named, { allowPrivate: false, lookup: rebinding(false, "127.0.0.1") }))).toBe(
      "address_refused",
    );
    expect(codeOf(await trying(named, { lookup: rebinding(true, "169.254.169.254") }))).toBe("address_refused");
    expect(seen).toEqual([]);
    // One look-up a call: the second answer, whatever it is, is never asked for.
    const lookup = rebinding(true, "127.0.0.1", "169.254.169.254");
    expect(codeOf(await trying(named, { lookup }))).toBe("models");
    expect(seen).toHaveLength(1);
    expect(url).toContain(String(port));
  });

  it("reads at most 2 MB of an endless answer", async () => {
    let ended = false;
    const { url } = await serving((_, reply) => {
      const chunk = Buffer.alloc(65_536, "x");
      const more = () => {
        while (!ended && reply.write(chunk));
      };
      reply.on("drain", more).on("close", () => (ended = true));
      more();
    });
    expect(codeOf(await trying(url))).toBe("too_long");
  });

  it("gives up on who accepts and says nothing, and on who sends a byte now and then", async () => {
    const silent = createTcpServer((socket) => socket.on("error", () => {})).listen(0, "127.0.0.1");
    onTestFinished(() => void silent.close());
    await once(silent, "listening");
    const address = silent.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    expect(codeOf(await trying(`http://127.0.0.1:${port}/v1`, { waitMs: 200 }))).toBe("timeout");
    const drip = await serving((_, reply) => {
      const timer = setInterval(() => reply.write(" "), 20);
      reply.on("close", () => clearInterval(timer));
    });
    expect(codeOf(await trying(drip.url, { waitMs: 300 }))).toBe("timeout");
  });

  it("tells a port where nobody listens, a name without address and an engine without TLS apart", async () => {
    const { url, port } = await serving((_, reply) => reply.end("{}"));
    const closed = createTcpServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const address = closed.address();
    const free = address !== null && typeof address === "object" ? address.port : 0;
    await new Promise((done) => closed.close(done));
    expect(codeOf(await trying(`http://127.0.0.1:${free}/v1`))).toBe("connection_refused");
    const lookup: LookupFunction = (_host, _options, done) =>
      done(Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" }), "", 0);
    expect(codeOf(await trying("https://no-such.example/v1", { lookup }))).toBe("name_unknown");
    expect(codeOf(await trying(`https://127.0.0.1:${port}/v1`))).toBe("tls");
    expect(url).toContain("http:");
  });
});
