import { describe, expect, it } from "vitest";
import { costCell } from "../../test/cost-cell.ts";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { createGatewayKey } from "../gateway-keys/create-gateway-key.ts";
import { createEnvironment } from "../workspaces/create-environment.ts";
import { getWorkspaceLimits } from "./get-workspace-limits.ts";
import { setWorkspaceLimits } from "./set-workspace-limits.ts";

const { scene } = workspaceScenes();
const spend = { amountUsd: 500, period: "month", timeZone: "America/New_York" } as const;
const limits = { requestsPerMinute: 600, tokensPerMinute: 2_000_000, inFlight: 50, spend };

describe("limits of a workspace", () => {
  it("reach gateways in the snapshot of each of its environments, also of one made later, and of no other workspace", async () => {
    const at = await scene();
    const other = await scene();
    const ctx = await at.as("admin");
    const { workspaceId } = at;
    await setWorkspaceLimits({ ctx, input: { workspaceId, limits } });
    for (const id of [at.production, at.staging]) {
      expect(await at.snapshot(id)).toMatchObject({ serial: 1, workspaceLimits: limits });
    }
    const { environmentId } = await createEnvironment({ ctx, input: { workspaceId, name: "qa" } });
    expect((await at.snapshot(environmentId))?.workspaceLimits).toEqual(limits);
    await other.publishing({});
    expect(await other.snapshot()).not.toHaveProperty("workspaceLimits");
    expect(await getWorkspaceLimits({ ctx: other.ctx, input: { workspaceId: other.workspaceId } })).toEqual({
      limits: {},
      spent: null,
    });
  });

  it("leave the snapshot when they are taken away, and the audit log says before and after in words", async () => {
    const at = await scene();
    const ctx = await at.as("owner");
    const { workspaceId } = at;
    const set = (to: object) => setWorkspaceLimits({ ctx, input: { workspaceId, limits: to } });
    await set(limits);
    await set(limits);
    await set({});
    expect(await at.snapshot()).toMatchObject({ serial: 2 });
    expect(await at.snapshot()).not.toHaveProperty("workspaceLimits");
    const events = await ctx.db.prisma.auditEvent.findMany({ where: { workspaceId } });
    expect(events.map(({ action, environmentId }) => [action, environmentId])).toEqual([
      ["workspace-limits.set", null],
      ["workspace-limits.set", null],
    ]);
    const words = [
      "600 requests a minute",
      "2000000 tokens a minute",
      "50 in flight",
      "500 USD a month (America/New_York)",
    ];
    expect(events.find(({ before }) => JSON.stringify(before).includes("600"))).toMatchObject({
      before: { limits: words },
      after: { limits: [] },
    });
  });

  it("stand in every snapshot whatever else changes at the same moment, environments that are being made included", async () => {
    const at = await scene();
    const { workspaceId } = at;
    const ctx = await at.as("admin");
    const key = (environmentId: string, name: string) => createGatewayKey({ ctx, input: { environmentId, name } });
    await Promise.all([
      createEnvironment({ ctx, input: { workspaceId, name: "qa" } }),
      key(at.staging, "a"),
      setWorkspaceLimits({ ctx, input: { workspaceId, limits } }),
      createEnvironment({ ctx, input: { workspaceId, name: "load" } }),
      key(at.production, "b"),
    ]);
    const environments = await ctx.db.prisma.environment.findMany({ where: { workspaceId } });
    expect(environments).toHaveLength(4);
    for (const { id } of environments) expect((await at.snapshot(id))?.workspaceLimits).toEqual(limits);
  });

  it("are read by everybody and set by owners and admins only", async () => {
    const at = await scene();
    const { workspaceId } = at;
    for (const role of ["engineer", "domain_expert", "viewer"] as const) {
      const ctx = await at.as(role);
      expect((await getWorkspaceLimits({ ctx, input: { workspaceId } })).limits).toEqual({});
      const refused = setWorkspaceLimits({ ctx, input: { workspaceId, limits } });
      await expect(refused).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  it.each([
    [{ requestsPerMinute: 0 }, "requestsPerMinute"],
    [{ tokensPerMinute: 1.5 }, "tokensPerMinute"],
    [{ spend: { ...spend, amountUsd: 0 } }, "amountUsd"],
    [{ spend: { ...spend, timeZone: "Mars/Olympus" } }, "IANA"],
    [{ spend: { ...spend, period: "year" } }, "period"],
  ])("refuse %j by the name of the field", async (bad, named) => {
    const at = await scene();
    const input = { workspaceId: at.workspaceId, limits: bad as object };
    const refused = setWorkspaceLimits({ ctx: await at.as("owner"), input });
    await expect(refused).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining(named) });
  });

  it("know what all environments together have spent since midnight in the limit's zone, and not what was before", async () => {
    const at = await scene();
    const ctx = await at.as("admin");
    const { workspaceId } = at;
    // 9 h ahead of UTC and without daylight saving: the day began at 15:00 UTC.
    const today = { amountUsd: 10, period: "day", timeZone: "Asia/Tokyo" } as const;
    await setWorkspaceLimits({ ctx, input: { workspaceId, limits: { spend: today } } });
    const startMs = Math.floor((at.world.nowMs + 9 * 3_600_000) / 86_400_000) * 86_400_000 - 9 * 3_600_000;
    await ctx.cells.upsertCells([
      costCell(at.production, startMs - 10_000, 64),
      costCell(at.production, startMs, 1.25),
      costCell(at.staging, at.world.nowMs - 10_000, 2),
    ]);
    expect((await getWorkspaceLimits({ ctx, input: { workspaceId } })).spent).toEqual({
      startMs,
      endMs: startMs + 86_400_000,
      usd: 3.25,
    });
  });
});
