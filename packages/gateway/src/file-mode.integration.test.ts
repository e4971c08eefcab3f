import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startEngine } from "@meridian/simulator";
import { describe, expect, it, onTestFinished } from "vitest";
import { routingYaml } from "../test/routing-yaml.ts";
import { RunningGateway } from "../test/running-gateway.ts";
import { temporaryFolder } from "../test/temporary-folder.ts";
import { until } from "../test/until.ts";

const keys = "gateway_keys: [{ name: local, key: local-key-1 }]\n";

async function engine(): Promise<string> {
  const running = await startEngine({ timeScale: 0.01 });
  onTestFinished(() => running.close());
  return running.url;
}

async function fileGateway(yaml: string) {
  const path = join(await temporaryFolder(), "routing.yaml");
  await writeFile(path, yaml);
  const gateway = await RunningGateway.start({ kind: "file", path, gatewayKey: null }, "local-key-1");
  return { path, gateway };
}

describe("a gateway that runs from a file", () => {
  it("serves without a database, is ready, and counts what it served", async () => {
    const { gateway } = await fileGateway(routingYaml({ first: await engine() }, keys));
    expect(await gateway.chat()).toMatchObject({ status: 200, upstream: "first" });
    expect((await gateway.chat("another-key")).status).toBe(401);
    expect((await gateway.admin("/readyz")).status).toBe(200);
    const { text } = await gateway.admin("/metrics");
    expect(text).toMatch(
      /meridian_requests_total\{environment="[0-9a-f-]+",route="chat",upstream="first",outcome="completed"\} 1\n/,
    );
  });

  it("rule 18: serves from the new file within 2 s of its change, and keeps the last good one when the file is broken", async () => {
    const url = await engine();
    const { path, gateway } = await fileGateway(routingYaml({ first: url }, keys));
    await writeFile(path, routingYaml({ second: url }, keys).replace("policy: round_robin", "policy: fastest"));
    await until(
      "the broken file is rejected",
      () => gateway.log.some((line) => line.startsWith("config rejected")),
      2_000,
    );
    expect(gateway.log.some((line) => /^routing\.yaml:7:13 /.test(line))).toBe(true);
    expect(await gateway.chat()).toMatchObject({ status: 200, upstream: "first" });
    await writeFile(path, routingYaml({ second: url }, keys));
    await until(
      "the repaired file is applied",
      () => gateway.log.filter((line) => line === "config applied").length === 2,
      2_000,
    );
    expect(await gateway.chat()).toMatchObject({ status: 200, upstream: "second" });
  });

  it("does not start from a file with errors", async () => {
    await expect(fileGateway("language: 1\n")).rejects.toThrow("no config to serve with");
  });
});
