import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { eventually } from "../../../test/eventually.ts";
import { type OtlpReceiver, startOtlpReceiver } from "../../../test/otlp-receiver.ts";
import { RunningGateway } from "../../../test/running-gateway.ts";
import { temporaryFolder } from "../../../test/temporary-folder.ts";
import { until } from "../../../test/until.ts";
import { type RawUpstream, startRawUpstream } from "../../testing/raw-upstream.ts";
import { routingYaml } from "../../testing/routing-yaml.ts";
import { testKey } from "../../testing/start-test-gateway.ts";
import {
  completion,
  doneFrame,
  finishFrame,
  replyJson,
  replyStream,
  textFrame,
  usageFrame,
} from "../../testing/wire.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const callerSpan = "00f067aa0ba902b7";
const secret = "what-the-caller-asked";

// Of `routingYaml`.
beforeEach(() => void vi.stubEnv("UPSTREAM_KEY", "sk-upstream"));
afterEach(() => void vi.unstubAllEnvs());

async function upstream(answer: RawUpstream["answer"]): Promise<RawUpstream> {
  const running = await startRawUpstream(answer);
  onTestFinished(() => running.close());
  return running;
}

/** A gateway whose first upstream is broken, so that each request takes two calls. */
async function tracedGateway() {
  const receiver = await startOtlpReceiver();
  const broken = await upstream((response) => replyJson(response, "{}", 503));
  const whole = await upstream((response, call) =>
    JSON.parse(call.body).stream
      ? replyStream(response, textFrame("a"), textFrame("b"), finishFrame, usageFrame, doneFrame)
      : replyJson(response, completion("fine")),
  );
  const path = join(await temporaryFolder(), "routing.yaml");
  await writeFile(path, routingYaml({ broken: broken.url, whole: whole.url }));
  const source = { kind: "file", path, gatewayKey: null } as const;
  const gateway = await RunningGateway.start(source, testKey, { otlpEndpoint: receiver.endpoint });
  const call = async (headers: Readonly<Record<string, string>>, stream = false) => {
    const reply = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${testKey}`, "content-type": "application/json", ...headers },
      body: JSON.stringify({ model: "chat", stream, messages: [{ role: "user", content: secret }] }),
    });
    await reply.text();
    return { status: reply.status, id: reply.headers.get("x-request-id") ?? "" };
  };
  return { receiver, broken, whole, gateway, call };
}

const spans = (receiver: OtlpReceiver, count: number) =>
  until(`${count} spans have come`, () => receiver.spans.length === count, 10_000);

it("carries the caller's trace on: the gateway's span below the caller's, upstream calls below that, and upstreams told so", async () => {
  const { receiver, broken, whole, call } = await tracedGateway();
  const { status } = await call({ traceparent: `00-${traceId}-${callerSpan}-01`, tracestate: "vendor=1" }, true);
  expect(status).toBe(200);
  await spans(receiver, 3);
  const [request, first, second] = receiver.spans;
  expect(request).toMatchObject({
    traceId,
    parentSpanId: callerSpan,
    name: "POST /v1/chat/completions",
    kind: 2,
    status: 0,
    attributes: { "http.response.status_code": 200, "meridian.route": "chat", "meridian.upstream": "whole" },
  });
  expect(first).toMatchObject({
    traceId,
    parentSpanId: request?.spanId,
    kind: 3,
    status: 2,
    attributes: { "error.type": "503", "meridian.upstream": "broken", "http.response.status_code": 503 },
  });
  expect(second).toMatchObject({
    traceId,
    parentSpanId: request?.spanId,
    name: "chat chat",
    status: 0,
    attributes: {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai-compatible",
      "gen_ai.request.model": "chat",
      "gen_ai.usage.input_tokens": 12,
      "gen_ai.usage.output_tokens": 3,
      "meridian.attempt": "fallback",
    },
  });
  expect(second?.durationMs).toBeLessThanOrEqual(request?.durationMs ?? 0);
  const told = [broken, whole].map(({ calls }) => calls[0]?.headers);
  expect(told.map((headers) => headers?.["traceparent"])).toEqual(
    [first, second].map((span) => `00-${traceId}-${span?.spanId}-01`),
  );
  expect(told[1]?.["tracestate"]).toBe("vendor=1");
  expect(JSON.stringify(receiver.spans)).not.toContain(secret);
  expect(JSON.stringify(receiver.spans)).not.toContain(testKey);
});

it("begins a trace of the request's id where the caller names none or nonsense, and keeps out of an unsampled one", async () => {
  const { receiver, whole, call } = await tracedGateway();
  const unsampled = `00-${traceId}-${callerSpan}-00`;
  await call({ traceparent: unsampled });
  expect(whole.calls[0]?.headers["traceparent"]).toBe(unsampled);
  const { id } = await call({ traceparent: `00-${"0".repeat(32)}-${callerSpan}-01` });
  await until("a trace has come", () => receiver.spans.length > 0, 10_000);
  expect(new Set(receiver.spans.map((span) => span.traceId))).toEqual(new Set([id.replaceAll("-", "")]));
  expect(receiver.spans[0]?.parentSpanId).toBe("");
});

it("rule 17: sends the conventions' metrics, without an attribute that a request says", async () => {
  const { receiver, call, gateway } = await tracedGateway();
  await call({}, true);
  await spans(receiver, 3);
  await gateway.stop();
  expect([...receiver.metrics.keys()].sort()).toEqual([
    "gen_ai.client.operation.duration",
    "gen_ai.client.token.usage",
    "gen_ai.server.request.duration",
    "gen_ai.server.time_per_output_token",
    "gen_ai.server.time_to_first_token",
  ]);
  expect(receiver.metrics.get("gen_ai.client.token.usage")).toMatchObject([
    { "gen_ai.token.type": "input", "meridian.upstream": "whole", "gen_ai.provider.name": "openai-compatible" },
    { "gen_ai.token.type": "output" },
  ]);
  const names = [...receiver.metrics.values()].flat().flatMap((attributes) => Object.keys(attributes));
  expect([...new Set(names)].sort()).toEqual([
    "error.type",
    "gen_ai.operation.name",
    "gen_ai.provider.name",
    "gen_ai.token.type",
    "meridian.environment",
    "meridian.route",
    "meridian.upstream",
  ]);
});

it("serves on when nobody takes what it sends, and counts what is lost", async () => {
  const { receiver, call, gateway } = await tracedGateway();
  receiver.status = 400;
  expect((await call({})).status).toBe(200);
  await eventually(
    "the loss is counted",
    () => gateway.admin("/metrics"),
    ({ text }) => text.includes("meridian_telemetry_dropped_total 1\n"),
  );
  expect(gateway.log).toContain("traces cannot be sent and are dropped");
});
