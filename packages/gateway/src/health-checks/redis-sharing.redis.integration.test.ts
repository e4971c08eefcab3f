import type { ActiveEnvironment } from "../environments/active-environment.ts";
import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import { eventually } from "../../test/eventually.ts";
import { RedisServer } from "../../test/redis-server.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway } from "../testing/start-test-gateway.ts";
import { HealthChecker } from "./health-checker.ts";
import { RedisSharing } from "./redis-sharing.ts";

const intervalMs = 1_000;

/** A gateway that shares its checks, and whose clock the test moves. */
async function sharingGateway(url: string, name: string, upstream: RawUpstream, clock: () => number) {
  const check = "health_check: { path: /health, interval: 1s, unhealthy_after: 2, healthy_after: 1 }";
  const gateway = await startTestGateway(routingYaml({ only: upstream.url }, { upstream: check }));
  const said: string[] = [];
  const checker = new HealthChecker({
    registry: gateway.registry,
    sharing: await new RedisSharing(url, name).open(),
    clock,
    random: () => 0.5,
    log: pino({}, { write: (line: string) => void said.push(JSON.parse(line).msg) }),
  });
  onTestFinished(async () => {
    await checker.stop();
    await gateway.close();
  });
  const [environment] = [...gateway.registry.all()] as [ActiveEnvironment];
  const fails = (): boolean => environment.state.view(0, clock()).health.failsChecks === true;
  return { checker, fails, said };
}

it("one of several gateways asks an upstream, all of them know, and another goes on when it leaves", async () => {
  const server = await RedisServer.start();
  let status = 200;
  const upstream = await startRawUpstream((response) => response.writeHead(status).end());
  onTestFinished(() => upstream.close());
  let nowMs = Date.now();
  const gateways: Awaited<ReturnType<typeof sharingGateway>>[] = [];
  for (const name of ["a", "b", "c"]) gateways.push(await sharingGateway(server.url, name, upstream, () => nowMs));
  const [first, ...others] = gateways;
  const round = async (among = gateways): Promise<void> => {
    nowMs += intervalMs * 1.2;
    for (const { checker } of among) await checker.turn();
  };
  await round();
  await round();
  expect(upstream.calls).toHaveLength(1);
  status = 500;
  await round();
  await round();
  expect(upstream.calls).toHaveLength(3);
  expect(gateways.map(({ fails }) => fails())).toEqual([true, true, true]);
  // It was the first that asked: the others go on from what it had found.
  await first?.checker.stop();
  await round(others);
  expect(upstream.calls).toHaveLength(4);
  expect(others.map(({ fails }) => fails())).toEqual([true, true]);
  status = 200;
  await round(others);
  expect(others.map(({ fails }) => fails())).toEqual([false, false]);
  // Without Redis each asks by itself, and says so.
  await server.kill();
  const before = upstream.calls.length;
  await round(others);
  expect(upstream.calls.length - before).toBe(2);
  for (const { said } of others) expect(said.at(-1)).toContain("Redis is gone");
  await server.begin();
  await eventually(
    "they share again",
    () => round(others),
    () => others.every(({ said }) => said.at(-1)?.startsWith("Redis answers") === true),
  );
});
