import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { createEnvironment } from "./create-environment.ts";
import { createWorkspace } from "./create-workspace.ts";
import { renameEnvironment } from "./rename-environment.ts";
import { renameWorkspace } from "./rename-workspace.ts";

const { test, scene } = workspaceScenes();

describe("workspaces", () => {
  it("are founded by who runs one already, with an address of their own each, also 2 of one name at once", async () => {
    const at = await scene();
    const ctx = test().operations.account(at.userIds.admin);
    const found = () => createWorkspace({ ctx, input: { name: "Acme Claims" } });
    const slugs = (await Promise.all([found(), found()])).map(({ slug }) => slug);
    expect(slugs.sort()).toEqual(["acme-claims", "acme-claims-2"]);
    const founded = await test().operations.inWorkspace(at.userIds.admin, (await found()).workspaceId);
    expect(founded.actor).toMatchObject({ role: "owner" });
    const viewer = test().operations.account(at.userIds.viewer);
    await expect(createWorkspace({ ctx: viewer, input: { name: "Mine" } })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("keep their address when they are renamed", async () => {
    const at = await scene();
    const where = { id: at.workspaceId };
    const before = await at.ctx.db.prisma.workspace.findUniqueOrThrow({ where });
    const input = { workspaceId: at.workspaceId, name: "Renamed" };
    await renameWorkspace({ ctx: await at.as("admin"), input });
    await renameWorkspace({ ctx: await at.as("admin"), input });
    expect(await at.ctx.db.prisma.workspace.findUniqueOrThrow({ where })).toMatchObject({
      slug: before.slug,
      name: "Renamed",
    });
    expect(await at.auditActions()).toEqual(["workspace.rename"]);
  });
});

describe("environments", () => {
  it("are known to gateways from the beginning, and by their new name once they were renamed", async () => {
    const at = await scene();
    const ctx = await at.as("admin");
    const { workspaceId } = at;
    const { environmentId } = await createEnvironment({ ctx, input: { workspaceId, name: "qa" } });
    expect(await at.snapshot(environmentId)).toMatchObject({ environmentName: "qa", serial: 1 });
    await renameEnvironment({ ctx, input: { workspaceId, environmentId, name: "quality" } });
    expect(await at.snapshot(environmentId)).toMatchObject({ environmentName: "quality", serial: 2 });
    expect((await at.auditActions()).sort()).toEqual(["environment.create", "environment.rename"]);
  });

  it("have names of their own, also when 2 are made at once", async () => {
    const at = await scene();
    const ctx = await at.as("admin");
    const input = { workspaceId: at.workspaceId, name: "qa" };
    const ended = await Promise.allSettled([createEnvironment({ ctx, input }), createEnvironment({ ctx, input })]);
    expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const renaming = renameEnvironment({ ctx, input: { ...input, environmentId: at.staging } });
    await expect(renaming).rejects.toMatchObject({ code: "conflict" });
  });
});
