import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { eventually } from "../../test/eventually.ts";
import { GatewayChild } from "../../test/gateway-child.ts";
import { routingYaml } from "../../test/routing-yaml.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { startRawUpstream } from "../testing/raw-upstream.ts";
import { completion, replyJson } from "../testing/wire.ts";

/** 12 tokens in and 3 out, at a dollar a token. */
const costUsd = 15;
const price = "price: { input_per_million_tokens: 1000000, output_per_million_tokens: 1000000 }";

/** A gateway that may be started again over what it left, and what it keeps on disk. */
async function restartable(route: string) {
  const upstream = await startRawUpstream((response) => replyJson(response, completion("hi")));
  onTestFinished(() => upstream.close());
  const folder = await temporaryFolder();
  const config = join(folder, "routing.yaml");
  const keys = "gateway_keys: [{ name: local, key: local-key-1 }]\n";
  const yaml = routingYaml({ first: upstream.url }, `    ${route}\n${keys}`);
  await writeFile(config, yaml.replace('/v1" }', `/v1", ${price} }`));
  return {
    start: () => GatewayChild.start(config, { MERIDIAN_DATA_DIR: folder }),
    kept: () => readFile(join(folder, "gateways", "gateway-1", "limits.json"), "utf8").catch(() => ""),
  };
}

describe("limits over a restart of the gateway", () => {
  it("rule 15: go on where they were after SIGTERM: requests of the minute, to the last one", async () => {
    const { start } = await restartable("limits: { requests_per_minute: 10 }");
    const first = await start();
    expect(await first.admitted(7)).toBe(7);
    expect(await first.end("SIGTERM")).toBe(0);
    const second = await start();
    expect(await second.admitted(10)).toBe(3);
  });

  it("rule 15: go on where they were after SIGTERM: the money spent in the period, to the nano-dollar", async () => {
    const { start, kept } = await restartable(`spend_limit: { amount_usd: ${2 * costUsd + 20}, period: month }`);
    const first = await start();
    expect([await first.chat(), await first.chat()]).toEqual([200, 200]);
    expect(await first.end("SIGTERM")).toBe(0);
    expect(await kept()).toContain(`"nanoUsd":${2 * costUsd}000000000`);
    const second = await start();
    expect(await second.admitted(10)).toBe(1);
  });

  it("rule 15: go on where they were after kill -9, but for the use of the last second", async () => {
    const { start, kept } = await restartable("limits: { requests_per_minute: 10 }");
    const first = await start();
    expect(await first.admitted(6)).toBe(6);
    await eventually("the use is on disk", kept, (text) => sumOfRequests(text) === 6);
    await first.end("SIGKILL");
    const second = await start();
    expect(await second.admitted(10)).toBe(4);
  });
});

function sumOfRequests(text: string): number {
  const scopes: Record<string, { requests: [number, number][] }> = text === "" ? {} : JSON.parse(text).scopes;
  const route = Object.entries(scopes).find(([name]) => name.startsWith("route|"))?.[1];
  return (route?.requests ?? []).reduce((sum, [, count]) => sum + count, 0);
}
