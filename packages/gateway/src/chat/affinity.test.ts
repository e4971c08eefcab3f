import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chat, chatBody } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { completion, replyJson } from "../testing/wire.ts";

let upstreams: RawUpstream[];
let gateway: TestGateway;

const yaml = (key: string): string =>
  routingYaml(Object.fromEntries(upstreams.map(({ url }, index) => [`engine${index}`, url])), {
    policy: "queue",
    route: [`affinity: { key: "${key}" }`],
    retry: "max_attempts: 3, max_retry_share: 100%",
  }).replaceAll(/priority: \d/g, "priority: 1");

beforeEach(async () => {
  upstreams = await Promise.all(
    Array.from({ length: 4 }, () => startRawUpstream((response) => replyJson(response, completion("x")))),
  );
  gateway = await startTestGateway(null);
});
afterEach(async () => {
  await gateway.close();
  await Promise.all(upstreams.map((upstream) => upstream.close()));
});

type Call = { readonly headers?: Readonly<Record<string, string>>; readonly more?: Readonly<Record<string, unknown>> };
const servedBy = async ({ headers, more }: Call) =>
  (await chat(gateway.url, chatBody(more), headers)).headers["x-meridian-upstream"];
const long = (letter: string) => [{ role: "user", content: letter.repeat(2_000) }];

describe("affinity", () => {
  it.each<[string, (which: number) => Call]>([
    ["session", (which) => ({ headers: { "x-meridian-session": `chat-${which}` } })],
    ["header:X-Chat-Id", (which) => ({ headers: { "x-chat-id": `chat-${which}` } })],
    ["user", (which) => ({ more: { user: `user-${which}` } })],
    ["prefix", (which) => ({ more: { messages: long("abcdefghij"[which] ?? "") } })],
  ])("by `%s` keeps together what belongs together, also after a change of the config", async (key, call) => {
    gateway.apply(yaml(key));
    const homes: unknown[] = [];
    for (let which = 0; which < 10; which += 1) homes.push(await servedBy(call(which)));
    expect(new Set(homes).size).toBeGreaterThan(1);
    gateway.apply(`${yaml(key)}# changed\n`);
    for (let which = 0; which < 10; which += 1) expect(await servedBy(call(which))).toBe(homes[which]);
    expect(JSON.stringify((await gateway.record(19)).details.plan)).toMatch(/lives here|beginning were sent here/);
  });

  it("moves a session with the attempt that served it, when its home failed", async () => {
    gateway.apply(yaml("session"));
    const call = { headers: { "x-meridian-session": "one" } };
    const home = await servedBy(call);
    const broken = upstreams[Number(String(home).slice(-1))];
    if (!broken) throw new Error("no home");
    broken.answer = (response) => replyJson(response, "{}", 500);
    const next = await servedBy(call);
    expect(next).not.toBe(home);
    broken.answer = (response) => replyJson(response, completion("x"));
    expect(await servedBy(call)).toBe(next);
  });

  it("keeps no text of what holds requests together in records and logs", async () => {
    gateway.apply(yaml("user"));
    await servedBy({ more: { user: "ann@example.com" } });
    const told = JSON.stringify(await gateway.record()) + gateway.logged();
    expect(told).not.toContain("ann@example.com");
  });
});
