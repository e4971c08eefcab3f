import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { chat, chatBody } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, testKey } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { doneFrame, finishFrame, replyJson, replyStream, textFrame, usageFrame } from "../testing/wire.ts";
import { createGatewayMetrics } from "./gateway-metrics.ts";
import { RequestTotals } from "./request-totals.ts";
import { SignalBoard } from "../signals/signal-board.ts";

const root = resolve(import.meta.dirname, "..", "..", "..", "..");
const read = (path: string): string => readFileSync(resolve(root, path), "utf8");

/** A gateway whose metrics have every part there can be, and what they show. */
async function measuredGateway(answer?: RawUpstream["answer"]) {
  const told: RawUpstream["answer"] = (response) =>
    replyStream(response, textFrame("a"), textFrame("b"), finishFrame, usageFrame, doneFrame);
  const upstream = await startRawUpstream(answer ?? told);
  const totals = new RequestTotals();
  const yaml = routingYaml({ east: upstream.url }, { upstream: "limits: { max_in_flight: 10 }" });
  const gateway = await startTestGateway(yaml, {}, { sink: totals });
  onTestFinished(async () => {
    await gateway.close();
    await upstream.close();
  });
  const metrics = createGatewayMetrics({
    registry: gateway.registry,
    totals,
    counters: gateway.counters,
    hub: { clientCount: 0 },
    flusher: { state: { pending: 0, dropped: 0 } },
    recordWriter: { state: { queued: 0, written: 0, dropped: 0, refused: 0, storeAvailable: true } },
    telemetry: { queued: 0, dropped: 0 },
    signals: new SignalBoard(),
    leases: { state: { connected: true, gateways: 2, exchanges: 1, failures: 0, refusals: 0 } },
    peers: {
      state: {
        gateways: 1,
        unheardGateways: 0,
        sent: 2,
        unsent: 0,
        heard: 2,
        notUnderstood: 0,
        promptsDropped: 0,
        promptsUnsent: 0,
      },
    },
    controlPlane: { state: { lastHeardAtMs: Date.now() - 90_000, refusedSnapshots: 0, rejectedConfigs: 0 } },
    clock: () => performance.timeOrigin + performance.now(),
    startedAtMs: performance.timeOrigin,
  });
  const ended = (): number => totals.series.reduce((sum, { requests }) => sum + requests, 0);
  return { gateway, metrics, ended };
}

/** What a caller can make up, all of it unmistakable. */
const madeUp = "made-up-by-the-caller";

it("rule 17: no label holds what a request says, and there are no labels but the documented ones", async () => {
  const { gateway, metrics, ended } = await measuredGateway();
  const said = {
    "x-meridian-tags": madeUp,
    "x-meridian-region": madeUp,
    "x-meridian-session": madeUp,
    "user-agent": madeUp,
    "x-request-id": madeUp,
  };
  await chat(gateway.url, chatBody({ model: `chat-${madeUp}`, stream: true, user: madeUp }), { "user-agent": madeUp });
  await chat(gateway.url, chatBody({ model: `chat-${madeUp}`, stream: true }), said);
  await chat(gateway.url, chatBody({ model: madeUp }), said);
  await chat(gateway.url, chatBody(), { ...said, authorization: `Bearer ${madeUp}` });
  await chat(gateway.url, madeUp, said);
  await waitUntil(() => ended() === 5, "5 requests on record");
  const text = await metrics.metrics();
  expect(text).toContain('meridian_requests_total{environment="');
  expect(text).not.toContain(madeUp);
  expect(text).not.toContain(testKey);
  const labels = [...text.matchAll(/^meridian_\w+\{(.+)\} /gm)].flatMap(([, all = ""]) =>
    [...all.matchAll(/(\w+)="/g)].map(([, label]) => label),
  );
  expect([...new Set(labels)].sort()).toEqual([
    "environment",
    "le",
    "limit",
    "name",
    "outcome",
    "route",
    "scope",
    "upstream",
  ]);
});

it("rule 8: shows which upstream refuses its credentials, for an alert that is loud", async () => {
  const { gateway, metrics } = await measuredGateway((response) => replyJson(response, "{}", 401));
  expect(await metrics.metrics()).toMatch(/^meridian_upstream_misconfigured\{.*upstream="east"\} 0$/m);
  await chat(gateway.url, chatBody());
  expect(await metrics.metrics()).toMatch(/^meridian_upstream_misconfigured\{.*upstream="east"\} 1$/m);
  expect(read("deploy/prometheus/alerts.yml")).toContain("meridian_upstream_misconfigured");
});

it("rule 20: shows for how long it has not heard from its control plane", async () => {
  const { metrics } = await measuredGateway();
  const age = /^meridian_snapshot_age_seconds ([\d.]+)$/m.exec(await metrics.metrics())?.[1];
  expect(Number(age)).toBeGreaterThanOrEqual(90);
});

describe("what is written about the metrics is what they are", () => {
  it("docs/metrics.md lists every metric with its labels", async () => {
    const { metrics } = await measuredGateway();
    const shown = metrics
      .getMetricsAsArray()
      .map((metric) => ({ name: metric.name, labels: "labelNames" in metric ? (metric.labelNames as string[]) : [] }))
      .filter(({ name }) => name.startsWith("meridian_"));
    const rows = [...read("docs/metrics.md").matchAll(/^\| `(meridian_\w+)` \| ([\w, ]*) \|/gm)];
    const documented = rows.map(([, name, labels = ""]) => ({ name, labels: labels.split(", ").filter(Boolean) }));
    const byName = (a: { name?: string | undefined }, b: { name?: string | undefined }): number =>
      String(a.name).localeCompare(String(b.name));
    expect(documented.sort(byName)).toEqual(shown.sort(byName));
  });

  it.each(["deploy/prometheus/alerts.yml", "deploy/grafana/gateway.json"])(
    "%s asks for nothing that a gateway does not show",
    async (path) => {
      const { metrics, gateway, ended } = await measuredGateway();
      await chat(gateway.url, chatBody({ stream: true }));
      await waitUntil(() => ended() === 1, "the request on record");
      const text = await metrics.metrics();
      const samples = new Set([...text.matchAll(/^(\w+)(?:\{| )/gm)].map(([, name]) => name));
      const types = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name));
      const asked = [...read(path).matchAll(/\b(?:meridian|process|nodejs)_\w+/g)].map(([name]) => name);
      expect(asked.length).toBeGreaterThan(10);
      // Of a version there is no sample without a deployment.
      expect(asked.filter((name) => !samples.has(name) && !types.has(name))).toEqual([]);
    },
  );
});
