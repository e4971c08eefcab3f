import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BroadcastChannel } from "node:worker_threads";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { eventually } from "../../test/eventually.ts";
import { RunningGateway } from "../../test/running-gateway.ts";
import { until } from "../../test/until.ts";
import { beginChat, type ChatReply, chat, chatBody, readReply } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { beginStream, completion, doneFrame, finishFrame, replyJson, textFrame } from "../testing/wire.ts";

const threadEntry = new URL("../../test/breaking-thread-main.ts", import.meta.url);

async function upstream(answer: RawUpstream["answer"]): Promise<RawUpstream> {
  const running = await startRawUpstream(answer);
  onTestFinished(() => running.close());
  return running;
}

/** What is held is let go by the test alone. */
const patient = { timeouts: "connect: 10s, first_token: 60s, idle: 60s, response: 60s" };

/** An upstream that answers nothing before it is told to. */
async function holding() {
  const held: ServerResponse[] = [];
  const running = await upstream((response) => void held.push(response));
  return {
    ...running,
    held,
    answerAll: () => held.splice(0).forEach((response) => replyJson(response, completion("ok"))),
  };
}

const signalsToken = "a-token-of-enough-characters";

/** Threads on one port; every call is a connection of its own, which any of them may take. */
async function threadsOn(workers: number) {
  const folder = await mkdtemp(join(tmpdir(), "meridian-threads-"));
  const path = join(folder, "routing.yaml");
  const write = (yaml: string): Promise<void> => writeFile(path, withoutCredentials(yaml));
  await write(routingYaml({ nowhere: "http://127.0.0.1:1/v1" }));
  const source = { kind: "file", path, gatewayKey: null } as const;
  const gateway = await RunningGateway.begin(source, "", { workers, logLevel: "fatal", signalsToken }, { threadEntry });
  const url = `${gateway.url}/v1`;
  const applied = () => gateway.log.filter((line) => line === "config applied").length;
  return {
    gateway,
    url,
    ask: () => chat(url, chatBody()),
    apply: async (yaml: string) => {
      const before = applied();
      await write(yaml);
      await until("all threads have applied it", () => applied() > before);
    },
    metric: async (name: string): Promise<number> => {
      const { text } = await gateway.admin("/metrics");
      const lines = text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\d+)$`, "gm"));
      return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
    },
    stop: async () => {
      await gateway.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

let four: Awaited<ReturnType<typeof threadsOn>>;
beforeAll(async () => {
  four = await threadsOn(4);
  return () => four.stop();
});

// oxlint-disable-next-line no-template-curly-in-string
const withoutCredentials = (yaml: string): string => yaml.replaceAll(', api_key: "${env.UPSTREAM_KEY}"', "");

const statuses = (replies: readonly ChatReply[]): readonly number[] => replies.map(({ status }) => status).toSorted();
const times = <T>(count: number, each: () => T): T[] => Array.from({ length: count }, each);

describe("a gateway of four threads", () => {
  it("acts in all of them on what rules measure and on what outside systems have set", async () => {
    const first = await upstream((response) => replyJson(response, "{}", 500));
    const second = await upstream((response) => replyJson(response, completion("ok")));
    const spare = await upstream((response) => replyJson(response, completion("ok")));
    const rules = [
      "rules:",
      "  - name: told",
      "    when: { signal: { name: status, equals: degraded } }",
      "    prefer: { upstreams: [spare] }",
      "  - name: failing",
      "    when: { error_rate: { of: { upstreams: [first] }, above: 50%, hold: 10m } }",
      "    prefer: { upstreams: [second] }",
    ];
    const upstreams = { first: first.url, second: second.url, spare: spare.url };
    const breaker = "circuit_breaker: { consecutive_failures: 1000, error_rate: 100%, min_requests: 100000 }";
    await four.apply(routingYaml(upstreams, { route: rules, upstream: breaker, retry: "max_attempts: 1" }));
    await Promise.all(times(24, four.ask));
    const served = async () => {
      const replies = await Promise.all(times(8, four.ask));
      return [...new Set(replies.map(({ headers }) => headers["x-meridian-upstream"]))].join();
    };
    await eventually("the failing one is passed over", served, (names) => names === "second");
    const set = (token: string) =>
      four.gateway.admin("/signals/status", {
        method: "PUT",
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ value: "degraded", ttl_seconds: 60 }),
      });
    expect((await set("wrong")).status).toBe(401);
    expect((await set(signalsToken)).status).toBe(200);
    await eventually("the signal is acted on", served, (names) => names === "spare");
    expect(await four.metric("meridian_signals")).toBe(1);
  });

  it("holds an upstream's max_in_flight over all of them, exactly, and frees each place once", async () => {
    const slow = await holding();
    await four.apply(routingYaml({ slow: slow.url }, { ...patient, upstream: "limits: { max_in_flight: 6 }" }));
    const before = await four.metric("meridian_requests_total");
    for (let round = 0; round < 2; round++) {
      const replies = times(40, four.ask);
      let refused = 0;
      for (const reply of replies) void reply.then(({ status }) => (refused += status === 503 ? 1 : 0));
      await until("34 are refused and 6 are held", () => refused === 34 && slow.held.length === 6);
      slow.answerAll();
      expect(statuses(await Promise.all(replies)).filter((status) => status === 200)).toHaveLength(6);
    }
    expect(slow.calls).toHaveLength(12);
    expect(await four.metric("meridian_upstream_in_flight")).toBe(0);
    const counted = () => four.metric("meridian_requests_total");
    await eventually("each request leaves one record", counted, (count) => count === before + 80);
  });

  it("rule 15: lets in what a route's limit allows for all of them together, and not one request more", async () => {
    const quick = await upstream((response) => replyJson(response, completion("ok")));
    await four.apply(routingYaml({ quick: quick.url }, { route: ["limits: { requests_per_minute: 25 }"] }));
    const got = statuses(await Promise.all(times(100, four.ask)));
    expect(got).toEqual([...times(25, () => 200), ...times(75, () => 429)]);
    expect(quick.calls).toHaveLength(25);
  });

  it("keeps all of them from an upstream that fails its health checks, which the keeper makes", async () => {
    const unwell = await upstream((response, { method }) =>
      method === "GET" ? response.writeHead(503).end() : replyJson(response, completion("ok")),
    );
    const well = await upstream((response, { method }) =>
      method === "GET" ? response.end() : replyJson(response, completion("ok")),
    );
    const check = "health_check: { path: /health, interval: 1s, unhealthy_after: 1 }";
    await four.apply(routingYaml({ unwell: unwell.url, well: well.url }, { upstream: check }));
    await eventually(
      "it has been asked",
      () => four.metric("meridian_upstream_fails_checks"),
      (failing) => failing === 1,
    );
    const upstreams = (await Promise.all(times(40, four.ask))).map(({ headers }) => headers["x-meridian-upstream"]);
    expect(new Set(upstreams)).toEqual(new Set(["well"]));
  });

  it("keeps all of them from an engine at which others' requests wait, which the keeper has read", async () => {
    const engine = (waiting: number) =>
      upstream((response, { method }) =>
        method === "GET"
          ? response.end(`vllm:num_requests_waiting ${waiting}\nvllm:num_requests_running ${waiting}\n`)
          : replyJson(response, completion("ok")),
      );
    const busy = await engine(80);
    const idle = await engine(0);
    const at = ({ url }: { readonly url: string }): string => `base_url: "${url}"`;
    const asked = (yaml: string, each: { readonly url: string }): string =>
      yaml.replace(at(each), `${at(each)}, engine_metrics: { url: "${each.url}", interval: 200ms }`);
    const yaml = routingYaml({ busy: busy.url, idle: idle.url }, { policy: "queue" });
    await four.apply([busy, idle].reduce(asked, yaml.replaceAll(/priority: \d/g, "priority: 1")));
    await eventually(
      "the engine has been read",
      () => four.metric("meridian_engine_waiting"),
      (waiting) => waiting === 80,
    );
    const upstreams = (await Promise.all(times(40, four.ask))).map(({ headers }) => headers["x-meridian-upstream"]);
    expect(new Set(upstreams)).toEqual(new Set(["idle"]));
  });

  it("keeps all of them from an upstream whose breaker was opened by the failures that any of them saw", async () => {
    const bad = await upstream((response) => response.writeHead(500).end("{}"));
    const good = await upstream((response) => replyJson(response, completion("ok")));
    await four.apply(routingYaml({ bad: bad.url, good: good.url }));
    for (let count = 0; count < 40; count++) expect((await four.ask()).status).toBe(200);
    expect(bad.calls).toHaveLength(5);
    expect(good.calls).toHaveLength(40);
  });

  it("rule 18: changes its config in all of them under load, without a failed request", async () => {
    const first = await upstream((response) => replyJson(response, completion("first")));
    const second = await upstream((response) => replyJson(response, completion("second")));
    await four.apply(routingYaml({ first: first.url }));
    const got: ChatReply[] = [];
    const goOn = { on: true };
    const callers = times(8, async () => {
      while (goOn.on) got.push(await four.ask());
    });
    await until("requests are answered", () => got.length > 50);
    await four.apply(routingYaml({ second: second.url }));
    const before = first.calls.length;
    await until("the new upstream is called", () => second.calls.length > 50);
    goOn.on = false;
    await Promise.all(callers);
    expect(new Set(statuses(got))).toEqual(new Set([200]));
    // Of those that had begun when it was said to be applied.
    expect(first.calls.length - before).toBeLessThanOrEqual(8);
  });

  it("rule 18: lets the streams of all of them finish when it is told to stop, and takes no more requests", async () => {
    const held: ServerResponse[] = [];
    const slow = await upstream((response) => {
      beginStream(response, textFrame("begun"));
      held.push(response);
    });
    await four.apply(routingYaml({ slow: slow.url }, patient));
    const replies = times(12, () => readReply(beginChat(four.url, chatBody({ stream: true }))));
    await until("12 streams have begun", () => held.length === 12);
    const stopped = four.stop();
    for (const response of held) response.end(finishFrame + doneFrame);
    for (const { status, text, cut } of await Promise.all(replies)) {
      expect([status, cut]).toEqual([200, false]);
      expect(text).toContain("data: [DONE]");
    }
    await stopped;
    await expect(four.ask()).rejects.toThrow("ECONNREFUSED");
  });
});

it("of a thread that breaks the places are freed, the other serves on, and another one takes its place", async () => {
  const two = await threadsOn(2);
  onTestFinished(two.stop);
  const slow = await holding();
  await two.apply(routingYaml({ slow: slow.url }, { ...patient, upstream: "limits: { max_in_flight: 8 }" }));
  const lost = times(8, () =>
    two.ask().then(
      ({ status }) => String(status),
      () => "lost",
    ),
  );
  await until("8 are in flight", () => slow.held.length === 8);
  expect((await two.ask()).status).toBe(503);
  const channel = new BroadcastChannel("break a thread");
  onTestFinished(() => channel.close());
  const said = (line: string) => two.gateway.log.filter((each) => each.startsWith(line)).length;
  for (const thread of [0, 1]) {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    channel.postMessage(thread);
    await until(`thread ${thread} broke`, () => said("a thread broke") > thread);
    // The other one, or both.
    expect((await chat(two.url, chatBody({ model: "none" }))).status).toBe(404);
    await until(`thread ${thread} serves again`, () => said("the thread serves again") > thread);
  }
  expect(await Promise.all(lost)).toEqual(times(8, () => "lost"));
  expect(await two.metric("meridian_upstream_in_flight")).toBe(0);
  expect(await two.metric("meridian_requests_in_flight")).toBe(0);
  slow.held.length = 0;
  const replies = times(8, two.ask);
  await until("8 are in flight again", () => slow.held.length === 8);
  slow.answerAll();
  expect(statuses(await Promise.all(replies))).toEqual(times(8, () => 200));
});
