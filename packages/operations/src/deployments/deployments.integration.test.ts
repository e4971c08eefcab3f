import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { gatewayKeyring, deriveGatewayKey } from "@meridian/sealing";
import { mintLiveTicket } from "../live/mint-live-ticket.ts";
import { listConfigVersions } from "../routing-config/list-config-versions.ts";
import { testMasterKey } from "../testing/open-test-operations.ts";
import { testRoutingConfig } from "../testing/test-routing-config.ts";
import { getActiveDeployment } from "./get-active-deployment.ts";
import { getApplicationStatus } from "./get-application-status.ts";
import { listDeployments } from "./list-deployments.ts";

const { test, scene } = workspaceScenes();

/** A gateway that last said something `silentMs` ago. Every workspace of the file sees it: gateways serve them all. */
async function gateway(name: string, silentMs: number, stopped = false) {
  const { operations, world } = test();
  const at = new Date(world.nowMs - silentMs);
  const id = crypto.randomUUID();
  await operations.parts.db.prisma.gatewayInstance.create({
    data: {
      id,
      name,
      epoch: 1n,
      liveUrl: `ws://${name}/live`,
      version: "0",
      startedAt: at,
      heartbeatAt: at,
      stoppedAt: stopped ? at : null,
    },
  });
  return id;
}

describe("getApplicationStatus", () => {
  it("counts what alive gateways applied: 1 of 3, with 1 rejected, 1 waiting, 1 dead and 1 stopped", async () => {
    const { ctx, production: environmentId, publishing, world } = await scene();
    const { prisma } = ctx.db;
    await prisma.gatewayInstance.deleteMany();
    const { deploymentId } = await publishing({});
    const [applied, rejected, , dead] = [
      await gateway("a-applied", 0),
      await gateway("b-rejected", 5_000),
      await gateway("c-waiting", 14_999),
      await gateway("d-dead", 15_000),
      await gateway("e-stopped", 0, true),
      await gateway("f-forgotten", 600_000),
    ];
    const diagnostic = { code: "secret_host", severity: "error" };
    for (const [gatewayInstanceId, state] of [
      [applied, "applied"],
      [rejected, "rejected"],
      [dead, "applied"],
    ] as const) {
      const diagnostics = state === "rejected" ? [diagnostic] : [];
      const reportedAt = new Date(world.nowMs);
      await prisma.gatewayApplication.create({
        data: {
          gatewayInstanceId: gatewayInstanceId ?? "",
          environmentId,
          deploymentId,
          serial: 1n,
          state,
          diagnostics,
          reportedAt,
        },
      });
    }
    const status = await getApplicationStatus({ ctx, input: { environmentId } });
    expect(status).toMatchObject({ deploymentId, configVersion: 1, applied: 1, alive: 3 });
    expect(status.gateways.map(({ name, alive, state }) => [name, alive, state])).toEqual([
      ["a-applied", true, "applied"],
      ["b-rejected", true, "rejected"],
      ["c-waiting", true, "waiting"],
      ["d-dead", false, "applied"],
    ]);
    expect(status.gateways[1]?.diagnostics).toEqual([diagnostic]);
    expect(status.gateways[2]).toMatchObject({ serial: null, reportedAtMs: null, diagnostics: [] });
  });

  it("starts at 0 again with the next deployment", async () => {
    const { ctx, production: environmentId, publishing, world } = await scene();
    await ctx.db.prisma.gatewayInstance.deleteMany();
    const gatewayInstanceId = await gateway("a", 0);
    const { deploymentId } = await publishing({});
    const report = {
      gatewayInstanceId,
      environmentId,
      deploymentId,
      serial: 1n,
      diagnostics: [],
      reportedAt: new Date(world.nowMs),
    };
    await ctx.db.prisma.gatewayApplication.create({ data: { ...report, state: "applied" } });
    await publishing({ yaml: testRoutingConfig(80), baseVersion: 1 });
    expect(await getApplicationStatus({ ctx, input: { environmentId } })).toMatchObject({
      configVersion: 2,
      applied: 0,
      alive: 1,
    });
  });

  it("says that nothing is deployed before the first publish", async () => {
    const { ctx, production: environmentId } = await scene();
    expect(await getApplicationStatus({ ctx, input: { environmentId } })).toMatchObject({
      deploymentId: null,
      configVersion: null,
    });
    expect(await getActiveDeployment({ ctx, input: { environmentId } })).toBeNull();
  });
});

describe("mintLiveTicket", () => {
  it("mints a ticket of 60 s for this environment and user, and says where gateways are", async () => {
    const { ctx, production: environmentId, world, userIds } = await scene();
    await ctx.db.prisma.gatewayInstance.deleteMany();
    await gateway("a", 0);
    const { ticket, expiresAtMs, gateways } = await mintLiveTicket({ ctx, input: { environmentId } });
    expect(expiresAtMs).toBe(world.nowMs + 60_000);
    expect(gateways).toMatchObject([{ name: "a", liveUrl: "ws://a/live", alive: true }]);
    const { verifyTicket } = gatewayKeyring(deriveGatewayKey(testMasterKey));
    const claims = { environmentId, subject: userIds.engineer, expiresAtMs };
    expect(verifyTicket(ticket, world.nowMs)).toMatchObject({ kind: "valid", ticket: claims });
    expect(verifyTicket(ticket, world.nowMs + 60_000)).toEqual({ kind: "expired" });
    expect((await mintLiveTicket({ ctx, input: { environmentId } })).ticket).not.toBe(ticket);
  });
});

describe("listDeployments", () => {
  it("lists what began in [from, to), oldest first", async () => {
    const { ctx, production: environmentId, publishing, world } = await scene();
    const firstMs = world.nowMs;
    await publishing({});
    world.nowMs += 60_000;
    await publishing({ yaml: testRoutingConfig(80), baseVersion: 1, message: "More east" });
    const list = (fromMs: number, toMs: number) => listDeployments({ ctx, input: { environmentId, fromMs, toMs } });
    expect(await list(firstMs, world.nowMs + 1)).toMatchObject([
      { configVersion: 1, createdAtMs: firstMs, supersededAtMs: world.nowMs },
      { configVersion: 2, createdAtMs: world.nowMs, supersededAtMs: null, reason: "More east", kind: "publish" },
    ]);
    expect(await list(firstMs, world.nowMs)).toHaveLength(1);
    expect(await list(firstMs + 1, world.nowMs)).toEqual([]);
  });
});

describe("listConfigVersions", () => {
  it("pages through 51 versions by 50, newest first, and says which served here", async () => {
    const { ctx, production: environmentId, staging, workspaceId, publishing } = await scene();
    await publishing({});
    await publishing({ environmentId: staging, yaml: testRoutingConfig(60) });
    await publishing({ yaml: testRoutingConfig(70), baseVersion: 1 });
    await ctx.db.prisma.configVersion.createMany({
      data: Array.from({ length: 48 }, (_, index) => {
        return {
          id: crypto.randomUUID(),
          workspaceId,
          number: index + 4,
          yaml: "",
          sha256: "",
          message: "",
          authorName: "",
        };
      }),
    });
    const first = await listConfigVersions({ ctx, input: { environmentId } });
    expect(first.versions.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, index) => 51 - index));
    expect(first.versions.slice(-2)).toMatchObject([
      { number: 3, active: true, served: true, parent: 1 },
      { number: 2, active: false, served: false, parent: null },
    ]);
    expect(first.nextBefore).toBe(2);
    const second = await listConfigVersions({ ctx, input: { environmentId, before: 2 } });
    expect(second).toMatchObject({ versions: [{ number: 1, active: false, served: true }], nextBefore: null });
  });
});
