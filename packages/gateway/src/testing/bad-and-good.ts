import { afterEach, beforeEach } from "vitest";
import { type RawUpstream, startRawUpstream } from "./raw-upstream.ts";
import { routingYaml } from "./routing-yaml.ts";
import { startTestGateway, type TestGateway } from "./start-test-gateway.ts";
import { completion, doneFrame, finishFrame, replyJson, replyStream, roleFrame, textFrame } from "./wire.ts";

export const shortTimeouts = "connect: 1s, first_token: 150ms, idle: 150ms, response: 150ms";

/** What one test has: a gateway before two upstreams, of which the first, until it is told otherwise, fails. */
export type BadAndGood = {
  bad: RawUpstream;
  good: RawUpstream;
  gateway: TestGateway;
  /** A document with both. */
  yaml(more?: Parameters<typeof routingYaml>[1]): string;
};

/** Starts them anew for every test of a file. */
export function badAndGood(): BadAndGood {
  let now: Pick<BadAndGood, "bad" | "good" | "gateway"> | null = null;
  const started = () => {
    if (!now) throw new Error("no test is running");
    return now;
  };
  const yaml: BadAndGood["yaml"] = (more = {}) => yamlOf(started().bad, started().good, more);
  beforeEach(async () => {
    const bad = await startRawUpstream((response) => replyJson(response, "{}", 500));
    const good = await startRawUpstream((response, call) => {
      if (JSON.parse(call.body).stream) replyStream(response, roleFrame, textFrame("good"), finishFrame, doneFrame);
      else replyJson(response, completion("good"));
    });
    now = { bad, good, gateway: await startTestGateway(yamlOf(bad, good, {})) };
  });
  afterEach(async () => {
    const { bad, good, gateway } = started();
    await gateway.close();
    await Promise.all([bad.close(), good.close()]);
  });
  return {
    yaml,
    get bad() {
      return started().bad;
    },
    get good() {
      return started().good;
    },
    get gateway() {
      return started().gateway;
    },
    set gateway(gateway) {
      started().gateway = gateway;
    },
  };
}

const yamlOf = (bad: RawUpstream, good: RawUpstream, more: Parameters<typeof routingYaml>[1]): string =>
  routingYaml(
    { bad: bad.url, good: good.url },
    {
      timeouts: shortTimeouts,
      upstream: "circuit_breaker: { consecutive_failures: 100, min_requests: 1000 }",
      ...more,
    },
  );
