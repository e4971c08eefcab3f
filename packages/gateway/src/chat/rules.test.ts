import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chat, chatBody } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { completion, replyJson } from "../testing/wire.ts";

let upstreams: Readonly<Record<string, RawUpstream>>;
let gateway: TestGateway;

const yaml = (...route: readonly string[]): string =>
  routingYaml(Object.fromEntries(Object.entries(upstreams).map(([name, { url }]) => [name, url])), { route });

beforeEach(async () => {
  const start = () => startRawUpstream((response) => replyJson(response, completion("x")));
  upstreams = { first: await start(), second: await start(), third: await start() };
  gateway = await startTestGateway(null, { region: "eu-west" });
});
afterEach(async () => {
  await gateway.close();
  await Promise.all(Object.values(upstreams).map((upstream) => upstream.close()));
});

const servedBy = async (headers?: Readonly<Record<string, string>>) =>
  (await chat(gateway.url, chatBody(), headers)).headers["x-meridian-upstream"];

describe("rules", () => {
  it("see how hard a prompt looks, or take its caller's word for it", async () => {
    gateway.apply(
      yaml(
        "rules:",
        "  - { name: easy, when: { complexity: { below: 0.35 } }, prefer: { upstreams: [second] } }",
        "  - { name: hard, when: { complexity: { above: 0.9 } }, prefer: { upstreams: [third] } }",
      ),
    );
    const asked = async (length: number, headers?: Readonly<Record<string, string>>) => {
      const body = chatBody({ messages: [{ role: "user", content: "x".repeat(length) }] });
      return (await chat(gateway.url, body, headers)).headers["x-meridian-upstream"];
    };
    expect(await Promise.all([20, 400, 20_000].map((length) => asked(length)))).toEqual(["second", "first", "third"]);
    expect(await asked(20, { "x-meridian-tier": "complex" })).toBe("third");
    expect(await asked(20, { "x-meridian-tier": "medium" })).toBe("first");
    expect(await asked(20_000, { "x-meridian-tier": "simple" })).toBe("second");
    const { status, text } = await chat(gateway.url, chatBody(), { "x-meridian-tier": "easy" });
    expect([status, text]).toEqual([400, expect.stringContaining("`simple`, `medium` or `complex`")]);
    expect(JSON.stringify((await gateway.record(2)).details.plan)).toContain("its complexity is 1.00, above 0.9");
  });

  it("read tags, headers, keys and regions of real requests, and the plan says which one applied", async () => {
    gateway.apply(
      yaml(
        "rules:",
        "  - { name: batches, when: { tags: [batch] }, prefer: { upstreams: [second] } }",
        "  - { name: gold, when: { headers: { X-Team: gold }, keys: [local] }, prefer: { upstreams: [third] } }",
        "  - { name: americans, when: { region: us-* }, prefer: { upstreams: [second] } }",
        "  - { name: here, when: { region: eu-west, tags: [near] }, prefer: { upstreams: [third] } }",
      ),
    );
    expect(await servedBy()).toBe("first");
    expect(await servedBy({ "x-meridian-tags": "chat,batch" })).toBe("second");
    expect(await servedBy({ "x-team": "gold" })).toBe("third");
    expect(await servedBy({ "x-meridian-region": "us-east" })).toBe("second");
    expect(await servedBy({ "x-meridian-tags": "near" })).toBe("third");
    expect((await gateway.record(2)).details.plan).toMatchObject({
      candidates: [{ name: "third" }, { name: "first" }, { name: "second" }],
      rules: [
        { name: "batches", applied: false, why: "it is not tagged batch" },
        { name: "gold", applied: true, why: "its key is local, `x-team` is gold" },
      ],
    });
  });
});

describe("a canary", () => {
  it.each<[string, (id: string) => Parameters<typeof chat>[1], (id: string) => Record<string, string>]>([
    ["header:X-User-Id", () => chatBody(), (id) => ({ "x-user-id": id })],
    ["user", (id) => chatBody({ user: id }), () => ({})],
    ["session", () => chatBody(), (id) => ({ "x-meridian-session": id })],
  ])("by `%s` serves some callers, always the same, and keeps no text of them", async (key, body, headers) => {
    gateway.apply(yaml(`sticky_key: ["${key}"]`, "canary: { upstream: third, share: 50% }"));
    const inside = async (id: string) =>
      (await chat(gateway.url, body(id), headers(id))).headers["x-meridian-upstream"] === "third";
    const callers = Array.from({ length: 12 }, (_, index) => `caller-${index}@example.com`);
    const first: boolean[] = [];
    for (const id of callers) first.push(await inside(id));
    expect(new Set(first).size).toBe(2);
    for (const [index, id] of callers.entries()) expect(await inside(id)).toBe(first[index]);
    const record = await gateway.record(23);
    expect(record.details.plan).toMatchObject({ canary: { upstream: "third", inside: first[11] } });
    expect(JSON.stringify(record) + gateway.logged()).not.toContain("@example.com");
  });
});
