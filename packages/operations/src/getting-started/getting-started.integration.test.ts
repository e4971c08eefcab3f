import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { createGatewayKey } from "../gateway-keys/create-gateway-key.ts";
import { createOverride } from "../overrides/create-override.ts";
import { demoTrafficKeyName } from "../seed/seed-workspace.ts";
import { testCell } from "../testing/test-request-record.ts";
import { testRoutingConfig } from "../testing/test-routing-config.ts";
import { getGettingStarted } from "./get-getting-started.ts";
import { noteFirstStep } from "./note-first-step.ts";

const { scene } = workspaceScenes();

const nothing = {
  dismissed: false,
  sentRequest: false,
  readStory: false,
  publishedChange: false,
  invitedOrDrained: false,
};

/** A workspace with one real person in it. */
async function alone() {
  const here = await scene();
  const { ctx, workspaceId, production: environmentId } = here;
  const others = { workspaceId, userId: { not: here.userIds.engineer } };
  await ctx.db.prisma.membership.deleteMany({ where: others });
  const steps = () => getGettingStarted({ ctx, input: { environmentId } });
  return { ...here, environmentId, steps };
}

describe("getting started", () => {
  it("counts what happened, one step after the other", async () => {
    const { ctx, environmentId, steps, publishing, world, workspaceId } = await alone();
    expect(await steps()).toEqual(nothing);
    const cell = testCell({ environmentId, route: "chat", atMs: world.nowMs });
    await ctx.cells.upsertCells([{ ...cell, keyId: "some-key" }]);
    await noteFirstStep({ ctx, input: { workspaceId, step: "story_read" } });
    await publishing({});
    expect(await steps()).toEqual({ ...nothing, sentRequest: true, readStory: true });
    await publishing({ yaml: testRoutingConfig(60), baseVersion: 1 });
    const order = { kind: "drain", upstream: "east-1", reason: "Try it", expiresAtMs: world.nowMs + 60_000 } as const;
    await createOverride({ ctx, input: { environmentId, ...order } });
    await noteFirstStep({ ctx, input: { workspaceId, step: "dismissed" } });
    const all = Object.fromEntries(Object.keys(nothing).map((step) => [step, true]));
    expect(await steps()).toEqual(all);
  });

  it("takes neither the demo's traffic nor its people for anybody", async () => {
    const { ctx, environmentId, steps, publishing, workspaceId, world } = await alone();
    const { prisma } = ctx.db;
    await prisma.workspace.update({ where: { id: workspaceId }, data: { demo: true } });
    const { key } = await createGatewayKey({ ctx, input: { environmentId, name: demoTrafficKeyName } });
    const cell = testCell({ environmentId, route: "chat", atMs: world.nowMs });
    await ctx.cells.upsertCells([{ ...cell, keyId: key.id }]);
    const demoPerson = { id: randomUUID(), email: `${randomUUID()}@demo.example`, name: "Dana", demo: true };
    await prisma.user.create({ data: { ...demoPerson, memberships: { create: { workspaceId, role: "viewer" } } } });
    expect(await steps()).toEqual(nothing);
    await publishing({});
    expect(await steps()).toEqual({ ...nothing, publishedChange: true });
  });

  it("notes a step once, for one person", async () => {
    const here = await scene();
    const { ctx, workspaceId, production: environmentId, auditActions } = here;
    await noteFirstStep({ ctx, input: { workspaceId, step: "dismissed" } });
    await noteFirstStep({ ctx, input: { workspaceId, step: "dismissed" } });
    expect((await auditActions()).filter((action) => action === "getting-started.note")).toHaveLength(1);
    const other = await here.as("viewer");
    expect(await getGettingStarted({ ctx: other, input: { environmentId } })).toMatchObject({ dismissed: false });
  });
});
