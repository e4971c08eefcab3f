import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { cancelOverride } from "./cancel-override.ts";
import { createOverride } from "./create-override.ts";
import { listOverrides } from "./list-overrides.ts";
import { restoreOverride } from "./restore-override.ts";

const { scene } = workspaceScenes();
const dayMs = 86_400_000;

type Order = Parameters<typeof createOverride>[0]["input"];

async function published() {
  const made = await scene();
  await made.publishing({});
  const { ctx, production: environmentId, world } = made;
  const order = {
    environmentId,
    kind: "drain",
    upstream: "east-1",
    reason: "Game day",
    expiresAtMs: world.nowMs + 60_000,
  } as const;
  return { ...made, environmentId, order, create: (input: Order) => createOverride({ ctx, input }) };
}

describe("overrides", () => {
  it("last at most 7 days", async () => {
    const { create, order, world } = await published();
    expect(await create({ ...order, expiresAtMs: world.nowMs + 7 * dayMs })).toMatchObject({ state: "active" });
    for (const expiresAtMs of [world.nowMs + 7 * dayMs + 1, world.nowMs, world.nowMs - 1]) {
      await expect(create({ ...order, expiresAtMs })).rejects.toMatchObject({ code: "invalid_input" });
    }
  });

  it("are over at their moment", async () => {
    const { create, order, ctx, environmentId, world } = await published();
    await create({ ...order, expiresAtMs: world.nowMs + 1 });
    const states = async () => (await listOverrides({ ctx, input: { environmentId } })).map(({ state }) => state);
    expect(await states()).toEqual(["active"]);
    world.nowMs += 1;
    expect(await states()).toEqual(["expired"]);
  });

  it.each([
    ["an upstream that is not there", { upstream: "north-1" }, "no upstream north-1"],
    ["an upstream named like a property of objects", { upstream: "toString" }, "no upstream toString"],
    ["a route that is not there", { kind: "force", route: "search" }, "no route search"],
    ["no reason", { reason: "" }, "Say why"],
    ["a share of 1.1", { kind: "cap", maxShare: 1.1 }, "maxShare"],
    ["no share", { kind: "cap" }, "maxShare"],
  ])("are refused with %s", async (_, given, message) => {
    const { create, order } = await published();
    const refusal = create({ ...order, ...given } as Order);
    await expect(refusal).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining(message) });
  });

  it("are refused before anything is published", async () => {
    const { create, order, staging } = await published();
    await expect(create({ ...order, environmentId: staging })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("are cancelled once: again changes nothing", async () => {
    const { create, order, ctx, environmentId, snapshot } = await published();
    const { override } = await create({ ...order, kind: "force", route: "chat" });
    const cancelled = await cancelOverride({ ctx, input: { environmentId, overrideId: override.id } });
    expect(cancelled).toMatchObject({
      state: "cancelled",
      override: { kind: "force", route: "chat", upstream: "east-1" },
    });
    expect(await cancelOverride({ ctx, input: { environmentId, overrideId: override.id } })).toEqual(cancelled);
    expect((await snapshot())?.serial).toBe(3);
  });

  it("that were cancelled are restored until the end they had, and not later", async () => {
    const { create, order, ctx, environmentId, world, snapshot } = await published();
    const { override } = await create(order);
    const input = { environmentId, overrideId: override.id };
    const by = ctx.actor.kind === "user" ? ctx.actor.name : "";
    expect(await cancelOverride({ ctx, input })).toMatchObject({ createdBy: by, cancelledBy: by });
    expect((await snapshot())?.overrides).toEqual([]);
    expect(await restoreOverride({ ctx, input })).toMatchObject({ state: "active", cancelledBy: null, override });
    expect((await snapshot())?.overrides).toEqual([override]);
    await cancelOverride({ ctx, input });
    world.nowMs = order.expiresAtMs;
    await expect(restoreOverride({ ctx, input })).rejects.toMatchObject({ code: "conflict" });
  });
});
