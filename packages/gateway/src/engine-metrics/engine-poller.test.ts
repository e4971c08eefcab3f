import { enginePresets, type RunningEngine, startEngine } from "@meridian/simulator";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chat, chatBody } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { completion, replyJson } from "../testing/wire.ts";
import { UpstreamPools } from "../upstream/upstream-pools.ts";
import { EnginePoller } from "./engine-poller.ts";

let gateway: TestGateway;
let poller: EnginePoller;
let pools: UpstreamPools;
let nowMs: number;
let said: string[];

const metricsOf = (url: string): string => url.replace(/\/v1$/, "/metrics");
/** A route by the policy, whose engines are all asked at their own address, or at `at`. */
const yamlOf = (urls: Readonly<Record<string, string>>, policy: string, more = "", at?: string): string =>
  Object.values(urls).reduce(
    (yaml, url) =>
      yaml.replace(
        `base_url: "${url}"`,
        `base_url: "${url}", engine_metrics: { url: "${at ?? metricsOf(url)}"${more} }`,
      ),
    routingYaml(urls, { provider: "vllm", policy }).replaceAll(/priority: \d/g, "priority: 1"),
  );

async function serve(yaml: string): Promise<void> {
  gateway = await startTestGateway(yaml);
  nowMs = Date.now();
  poller = new EnginePoller({
    registry: gateway.registry,
    pools,
    clock: () => nowMs,
    random: () => 0.5,
    log: pino({}, { write: (line: string) => void said.push(line) }),
  });
  // Each begins somewhere within its interval.
  await poller.turn();
}
const readings = () => {
  const [environment] = gateway.registry.all();
  return (environment?.state.views(nowMs) ?? []).map(({ reading }) => reading);
};
const round = async (ms = 1_100): Promise<void> => {
  nowMs += ms;
  await poller.turn();
};

beforeEach(() => {
  said = [];
  pools = new UpstreamPools({ allowPrivate: true });
});
afterEach(async () => {
  poller.stop();
  await gateway.close();
  await pools.destroy();
});

const twoSeats = { ...enginePresets["llama-3.1-8b-h100"], maxSequences: 2 };

describe("metrics of a fleet of engines", () => {
  let engines: RunningEngine[];
  beforeEach(async () => {
    engines = await Promise.all([0, 1].map(() => startEngine({ outputTokens: 2_000, timeScale: 1, model: twoSeats })));
  });
  afterEach(() => Promise.all(engines.map((engine) => engine.close())));

  it.each(["queue", "{ kind: adaptive, exploration: 0% }"])(
    "keep `policy: %s` from an engine that others keep busy, and the plan says so",
    async (policy) => {
      await serve(yamlOf({ a: engines[0]!.url, b: engines[1]!.url }, policy));
      const leave = new AbortController();
      const direct = Array.from({ length: 6 }, () =>
        fetch(`${engines[0]!.url}/chat/completions`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: chatBody({ stream: true }),
          signal: leave.signal,
        }),
      );
      const busy = () => engines[0]!.load();
      // While they arrive 4 may wait before the first is in a batch.
      await waitUntil(() => busy().running === 2 && busy().waiting === 4, "2 in the batch and 4 behind");
      await round();
      expect(readings()).toMatchObject([
        { running: 2, waiting: 4, kvUsage: expect.any(Number), readAtMs: nowMs },
        { running: 0, waiting: 0, kvUsage: 0 },
      ]);
      // The gateway's clock runs on beside the test's: it takes the readings for fresh.
      await chat(gateway.url, chatBody({ stream: true, max_tokens: 8 }));
      const { details } = await gateway.record();
      expect(details.attempts).toMatchObject([{ upstream: "b" }]);
      expect(JSON.stringify(details.plan)).toMatch(policy === "queue" ? /6 of others/ : /4 waiting by its metrics/);
      leave.abort();
      await Promise.allSettled(direct);
    },
  );
});

describe("readings", () => {
  let engine: RawUpstream;
  let text: string;
  let status: number;
  beforeEach(async () => {
    status = 200;
    text = "vllm:num_requests_waiting 3\nvllm:num_requests_running 2\n";
    engine = await startRawUpstream((response, { method }) => {
      if (method === "GET") response.writeHead(status, { location: "/elsewhere" }).end(text);
      else replyJson(response, completion("hi"));
    });
  });
  afterEach(() => engine.close());
  const asked = () => engine.calls.filter(({ method }) => method === "GET");

  it("are made once in an interval and once for equal addresses, by a GET without a credential", async () => {
    await serve(yamlOf({ a: engine.url, b: `${engine.url}/b` }, "queue", "", metricsOf(engine.url)));
    expect(asked()).toHaveLength(0);
    await round();
    await poller.turn();
    expect(asked()).toHaveLength(1);
    expect(asked()[0]).toMatchObject({ path: "/metrics", body: "" });
    expect(JSON.stringify(asked()[0]?.rawHeaders)).not.toMatch(/sk-upstream|authorization/i);
    expect(readings()).toMatchObject([{ waiting: 3 }, { waiting: 3 }]);
    await round(900);
    expect(asked()).toHaveLength(1);
  });

  it("that the end of the gateway cuts off are no failure of the engine's", async () => {
    let isAsked = false;
    await serve(yamlOf({ a: engine.url }, "queue"));
    engine.answer = () => void (isAsked = true);
    nowMs += 1_100;
    const last = poller.turn();
    await waitUntil(() => isAsked, "the engine is asked");
    poller.stop();
    await pools.destroy();
    await last;
    expect(said).toEqual([]);
  });

  it("follow an interval that becomes shorter at once", async () => {
    await serve(yamlOf({ a: engine.url }, "queue", ", interval: 1h"));
    await round(3_600_000);
    expect(asked()).toHaveLength(1);
    gateway.apply(yamlOf({ a: engine.url }, "queue", ", interval: 1s"));
    await round();
    await round();
    expect(asked()).toHaveLength(2);
  });

  it("never overlap: one that is not over is waited for", async () => {
    let answer: (() => void) | null = null;
    await serve(yamlOf({ a: engine.url }, "queue"));
    engine.answer = (response) => {
      answer = () => response.end(text);
    };
    nowMs += 1_100;
    const first = poller.turn();
    await waitUntil(() => answer !== null, "the engine is asked");
    await round(10_000);
    expect(asked()).toHaveLength(1);
    answer!();
    await first;
    expect(readings()).toMatchObject([{ waiting: 3 }]);
  });

  it.each([
    ["an error", () => void (status = 503), "status 503"],
    ["a redirect", () => void (status = 302), "status 302"],
    ["another page", () => void (text = "<html>hello</html>"), "nothing in it that says how much there is to do"],
    ["more than 1 MB", () => void (text += `# ${"x".repeat(2_000_000)}\n`), "more than 1 MB"],
  ])("that end in %s count as failed, are tried ever later, and are said once", async (_, spoil, why) => {
    await serve(yamlOf({ a: engine.url }, "queue"));
    spoil();
    const before = { status, text };
    for (let turn = 0; turn < 100; turn++) await round(1_100);
    // After 1, 2, 4, 8, 16 and then each 30 s.
    expect(asked().length).toBeGreaterThanOrEqual(6);
    expect(asked().length).toBeLessThanOrEqual(9);
    expect(readings()).toMatchObject([{ readAtMs: null, failures: asked().length }]);
    expect((await chat(gateway.url, chatBody())).status).toBe(200);
    Object.assign({ status, text }, before);
    status = 200;
    text = "vllm:num_requests_waiting 1\n";
    await round(40_000);
    expect(readings()).toMatchObject([{ waiting: 1 }]);
    const lines = said.map((line) => JSON.parse(line));
    expect(lines.map(({ msg }) => msg)).toEqual([
      "the engine's metrics cannot be read",
      "the engine's metrics are read again",
    ]);
    expect(lines[0]).toMatchObject({ upstream: "a", why });
  });

  it("of JSON follow the map, and end with the config that asked for them", async () => {
    text = '{"queue":{"waiting":9}}';
    await serve(yamlOf({ a: engine.url }, "queue", ", format: json, interval: 200ms, map: { waiting: queue.waiting }"));
    await round(300);
    expect(readings()).toMatchObject([{ waiting: 9, running: null }]);
    gateway.apply(routingYaml({ a: engine.url }, { provider: "vllm", policy: "queue" }));
    await round();
    expect([asked().length, readings()]).toEqual([1, [undefined]]);
  });

  it("go nowhere where upstreams may not be, and the config is refused", async () => {
    await serve(yamlOf({ a: engine.url }, "queue"));
    await pools.destroy();
    pools = new UpstreamPools({ allowPrivate: false });
    poller = new EnginePoller({
      registry: gateway.registry,
      pools,
      clock: () => nowMs,
      random: () => 0,
      log: pino({}, { write: (line: string) => void said.push(line) }),
    });
    await poller.turn();
    expect(asked()).toHaveLength(0);
    expect(JSON.parse(said[0]!)).toMatchObject({ why: "no answer (EOUTBOUND)" });
  });
});
