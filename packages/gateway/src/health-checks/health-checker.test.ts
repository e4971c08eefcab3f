import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chat, chatBody } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { completion, replyJson } from "../testing/wire.ts";
import { HealthChecker } from "./health-checker.ts";

const intervalMs = 10_000;
const check = "health_check: { path: /ready?deep=1, timeout: 300ms }";

let east: RawUpstream;
let west: RawUpstream;
let gateway: TestGateway;
let checker: HealthChecker;
let nowMs: number;
let said: string[];
/** What east says of its health; null: nothing. */
let status: number | null;

const checksOf = (upstream: RawUpstream) => upstream.calls.filter(({ method }) => method === "GET");
const served = async (): Promise<unknown> => (await chat(gateway.url, chatBody())).headers["x-meridian-upstream"];
/** So many rounds of checks. */
const rounds = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) {
    nowMs += intervalMs * 1.2;
    await checker.turn();
  }
};

beforeEach(async () => {
  status = 204;
  said = [];
  nowMs = Date.now();
  const answer: RawUpstream["answer"] = (response, { method }) => {
    if (method !== "GET") replyJson(response, completion("hi"));
    else if (status !== null) response.writeHead(status, { location: "/elsewhere" }).end();
  };
  east = await startRawUpstream(answer);
  west = await startRawUpstream((response) => replyJson(response, completion("hi")));
  gateway = await startTestGateway(routingYaml({ east: east.url, west: west.url }, { upstream: check }));
  checker = new HealthChecker({
    registry: gateway.registry,
    sharing: null,
    clock: () => nowMs,
    random: () => 0.5,
    log: pino({}, { write: (line: string) => void said.push(line) }),
  });
  // Each begins somewhere within its interval.
  await checker.turn();
});
afterEach(async () => {
  await checker.stop();
  await gateway.close();
  await Promise.all([east.close(), west.close()]);
});

describe("health checks", () => {
  it("ask each upstream once in an interval, by a GET of its path below the host, without a credential", async () => {
    expect(checksOf(east)).toHaveLength(0);
    await rounds(1);
    await checker.turn();
    expect([checksOf(east).length, checksOf(west).length]).toEqual([1, 1]);
    expect(checksOf(east)[0]).toMatchObject({ path: "/ready?deep=1", body: "" });
    expect(JSON.stringify(checksOf(east)[0]?.rawHeaders)).not.toMatch(/sk-upstream|authorization/i);
    nowMs += intervalMs * 0.9;
    await checker.turn();
    expect(checksOf(east)).toHaveLength(1);
  });

  it.each([
    ["an error", 503, "status 503"],
    ["a redirect", 302, "status 302"],
    ["silence", null, "no answer within 300 ms"],
  ])("take an upstream out after three times %s, and bring it back after two good answers", async (_, bad, why) => {
    status = bad;
    await rounds(2);
    expect(await served()).toBe("east");
    await rounds(1);
    expect(await served()).toBe("west");
    expect((await gateway.record(1)).details).toMatchObject({
      plan: { skipped: [{ name: "east", reason: "health_check" }] },
      attempts: [{ upstream: "west" }],
    });
    expect(said.join("")).toContain(why);
    status = 200;
    await rounds(1);
    expect(await served()).toBe("west");
    await rounds(1);
    expect(await served()).toBe("east");
    expect(said.map((line) => JSON.parse(line).msg)).toEqual([
      "the upstream fails its health checks",
      "the upstream passes its health checks again",
    ]);
  });

  it("end with the config that asked for them, and what they had found too", async () => {
    status = 500;
    await rounds(3);
    gateway.apply(routingYaml({ east: east.url, west: west.url }));
    const before = checksOf(east).length;
    await rounds(2);
    expect([checksOf(east).length, await served()]).toEqual([before, "east"]);
  });

  it("follow an interval that becomes shorter at once", async () => {
    const every = (interval: string) =>
      routingYaml({ east: east.url, west: west.url }, { upstream: check.replace(" }", `, interval: ${interval} }`) });
    gateway.apply(every("1h"));
    nowMs += 3_600_000;
    await checker.turn();
    gateway.apply(every("1s"));
    await checker.turn();
    nowMs += 1_200;
    await checker.turn();
    expect(checksOf(east)).toHaveLength(2);
  });

  it("that are under way when the config stops asking for them change nothing any more", async () => {
    status = 500;
    await rounds(3);
    status = null;
    nowMs += intervalMs * 1.2;
    const before = checksOf(east).length;
    const last = checker.turn();
    await waitUntil(() => checksOf(east).length > before, "a check that is not answered");
    gateway.apply(routingYaml({ east: east.url, west: west.url }));
    await last;
    expect(await served()).toBe("east");
  });

  it("keep what they have found when the config changes something else", async () => {
    status = 500;
    await rounds(3);
    gateway.apply(`${routingYaml({ east: east.url, west: west.url }, { upstream: check })}\n# again`);
    await rounds(1);
    expect(await served()).toBe("west");
  });
});
