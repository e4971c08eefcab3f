import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../test/eventually.ts";
import { GatewayChild } from "../../test/gateway-child.ts";
import { startRawUpstream } from "../testing/raw-upstream.ts";
import { completion, replyJson } from "../testing/wire.ts";

/** 12 tokens in and 3 out, at a dollar a token. */
const costUsd = 15;
const price = "price: { input_per_million_tokens: 1000000, output_per_million_tokens: 1000000 }";

const routes = {
  minute: "limits: { requests_per_minute: 10 }",
  month: `spend_limit: { amount_usd: ${2 * costUsd + 20}, period: month }`,
  killed: "limits: { requests_per_minute: 10 }",
} as const;

/** A gateway of these routes that may be started again over what it left, and what it keeps on disk. */
async function restartable() {
  const upstream = await startRawUpstream((response) => replyJson(response, completion("hi")));
  const folder = await mkdtemp(join(tmpdir(), "meridian-restart-"));
  ends.push(
    () => upstream.close(),
    () => rm(folder, { recursive: true, force: true }),
  );
  const config = join(folder, "routing.yaml");
  const route = ([name, limits]: readonly [string, string]): string =>
    `  ${name}: { match: { models: [${name}] }, policy: round_robin, targets: [{ upstream: first }], ${limits} }`;
  const yaml = `language: 1
upstreams: { first: { provider: vllm, base_url: "${upstream.url}", ${price} } }
routes:
${Object.entries(routes).map(route).join("\n")}
gateway_keys: [{ name: local, key: local-key-1 }]
`;
  await writeFile(config, yaml);
  return {
    start: () => GatewayChild.start(config, { MERIDIAN_DATA_DIR: folder }, (end) => void ends.push(end)),
    kept: () => readFile(join(folder, "gateways", "gateway-1", "limits.json"), "utf8").catch(() => ""),
  };
}

const ends: (() => Promise<void>)[] = [];
let gateway: GatewayChild;
let place: Awaited<ReturnType<typeof restartable>>;
beforeAll(async () => {
  place = await restartable();
  gateway = await place.start();
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

describe("limits over a restart of the gateway", () => {
  it("rule 15: go on where they were after SIGTERM: requests of the minute, to the last one, and the money spent in the period, to the nano-dollar", async () => {
    expect(await gateway.admitted(7, "minute")).toBe(7);
    expect([await gateway.chat("month"), await gateway.chat("month")]).toEqual([200, 200]);
    expect(await gateway.end("SIGTERM")).toBe(0);
    expect(await place.kept()).toContain(`"nanoUsd":${2 * costUsd}000000000`);
    gateway = await place.start();
    expect(await gateway.admitted(10, "minute")).toBe(3);
    expect(await gateway.admitted(10, "month")).toBe(1);
  });

  it("rule 15: go on where they were after kill -9, but for the use of the last second", async () => {
    expect(await gateway.admitted(6, "killed")).toBe(6);
    await eventually("the use is on disk", place.kept, (text) => requestsOf(text, "killed") === 6);
    await gateway.end("SIGKILL");
    gateway = await place.start();
    expect(await gateway.admitted(10, "killed")).toBe(4);
  });
});

function requestsOf(text: string, route: keyof typeof routes): number {
  const scopes: Record<string, { requests: [number, number][] }> = text === "" ? {} : JSON.parse(text).scopes;
  const found = Object.entries(scopes).find(([name]) => name.startsWith("route|") && name.endsWith(`|${route}`))?.[1];
  return (found?.requests ?? []).reduce((sum, [, count]) => sum + count, 0);
}
