import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { testRoutingConfig } from "../testing/test-routing-config.ts";

const { scene } = workspaceScenes();

describe("publish", () => {
  it("makes version 1, deploys it, and writes snapshot 1", async () => {
    const { publishing, ctx, workspaceId, snapshot, auditActions } = await scene();
    const made = await publishing({});
    expect(made).toMatchObject({ kind: "publish", configVersion: 1 });
    const [version, ...others] = await ctx.db.prisma.configVersion.findMany({ where: { workspaceId } });
    expect(others).toEqual([]);
    expect(version).toMatchObject({
      number: 1,
      parentId: null,
      message: "Say hello",
      authorName: expect.stringMatching(/^engineer of/),
    });
    expect(version?.summary).toContainEqual(expect.stringContaining("chat"));
    expect(await snapshot()).toMatchObject({
      serial: 1,
      deployment: { id: made.deploymentId, configVersion: 1, yaml: version?.yaml, sha256: version?.sha256 },
    });
    expect(await auditActions()).toEqual(["routing-config.publish"]);
  });

  it("supersedes what served, and tells what changed against it", async () => {
    const { publishing, ctx, production, world } = await scene();
    await publishing({});
    world.nowMs += 1_000;
    const second = await publishing({ yaml: testRoutingConfig(80), baseVersion: 1 });
    expect(second.configVersion).toBe(2);
    const deployments = await ctx.db.prisma.deployment.findMany({
      where: { environmentId: production },
      orderBy: { createdAt: "asc" },
      include: { configVersion: { include: { parent: true } } },
    });
    expect(deployments.map(({ state, supersededAt }) => [state, supersededAt?.getTime() ?? null])).toEqual([
      ["superseded", world.nowMs],
      ["completed", null],
    ]);
    expect(deployments[1]?.configVersion.parent?.number).toBe(1);
    expect(deployments[1]?.configVersion.summary.join(" ")).toMatch(/80 ?%.*50 ?%/);
  });

  it.each([
    ["an older version", 1],
    ["nothing", null],
    ["a version that never was", 9],
  ])("refuses a document made from %s with conflict, and changes nothing", async (_, baseVersion) => {
    const { publishing, snapshot } = await scene();
    await publishing({});
    await publishing({ yaml: testRoutingConfig(60), baseVersion: 1 });
    const refusal = publishing({ yaml: testRoutingConfig(70), baseVersion });
    await expect(refusal).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/^Version 2 by engineer/),
    });
    expect((await snapshot())?.serial).toBe(2);
  });

  it("lets 1 of 5 who publish from the same version at once succeed", async () => {
    const { publishing, auditActions } = await scene();
    await publishing({});
    const results = await Promise.allSettled(
      [10, 20, 30, 40, 60].map((weight) => publishing({ yaml: testRoutingConfig(weight), baseVersion: 1 })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" });
    expect(await auditActions()).toHaveLength(2);
  });

  it("numbers versions of 2 environments without gaps or doubles when both publish at once", async () => {
    const { publishing, production, staging, ctx, workspaceId } = await scene();
    await Promise.all(
      [production, staging].map(async (environmentId) => {
        const first = await publishing({ environmentId });
        await publishing({ environmentId, yaml: testRoutingConfig(70), baseVersion: first.configVersion });
      }),
    );
    const versions = await ctx.db.prisma.configVersion.findMany({ where: { workspaceId }, orderBy: { number: "asc" } });
    expect(versions.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  it("answers a repeated idempotency key as the first time, also when another version serves since", async () => {
    const { publishing, snapshot, auditActions } = await scene();
    const first = await publishing({ idempotencyKey: "one-intention" });
    await publishing({ yaml: testRoutingConfig(80), baseVersion: 1 });
    expect(await publishing({ idempotencyKey: "one-intention" })).toEqual(first);
    expect((await snapshot())?.serial).toBe(2);
    expect(await auditActions()).toHaveLength(2);
  });

  it("makes 1 deployment of 5 tries at once with one idempotency key", async () => {
    const { publishing, auditActions } = await scene();
    const tries = Array.from({ length: 5 }, () => publishing({ idempotencyKey: "one-intention" }));
    const answers = await Promise.all(tries);
    expect(new Set(answers.map(({ deploymentId }) => deploymentId)).size).toBe(1);
    expect(await auditActions()).toHaveLength(1);
  });

  it.each([
    ["another document", { yaml: testRoutingConfig(80) }],
    ["another message", { message: "Say goodbye" }],
    ["another base", { baseVersion: 1 }],
  ])("refuses a used idempotency key for %s with idempotency_mismatch", async (_, given) => {
    const { publishing } = await scene();
    await publishing({ idempotencyKey: "one-intention" });
    const again = publishing({ idempotencyKey: "one-intention", ...given });
    await expect(again).rejects.toMatchObject({ code: "idempotency_mismatch" });
  });

  it("refuses the document that serves already", async () => {
    const { publishing } = await scene();
    await publishing({});
    const again = publishing({ baseVersion: 1 });
    await expect(again).rejects.toMatchObject({ code: "invalid_input", message: expect.stringContaining("version 1") });
  });

  it("refuses a document with errors, with every diagnostic, and leaves nothing", async () => {
    const { publishing, ctx, workspaceId, snapshot, auditActions } = await scene();
    const refusal = publishing({ yaml: testRoutingConfig(50, "OPENAI").replace("policy: weighted", "policy: best") });
    await expect(refusal).rejects.toMatchObject({ code: "config_rejected" });
    const { diagnostics } = (await refusal.catch(
      (error: { diagnostics: { code: string; severity: string }[] }) => error,
    )) as {
      diagnostics: { code: string }[];
    };
    expect(diagnostics.map(({ code }) => code)).toEqual(expect.arrayContaining(["unknown_secret", "invalid_value"]));
    expect(await ctx.db.prisma.configVersion.count({ where: { workspaceId } })).toBe(0);
    expect(await snapshot()).toBeNull();
    expect(await auditActions()).toEqual([]);
  });

  it("refuses an upstream on a metadata address", async () => {
    const { publishing } = await scene();
    const yaml = testRoutingConfig(50).replace("127.0.0.1:9", "169.254.169.254");
    await expect(publishing({ yaml })).rejects.toMatchObject({
      code: "config_rejected",
      diagnostics: [{ code: "address_refused", path: "upstreams.east-1.base_url" }],
    });
  });

  it("leaves no version, deployment, number or audit event when the snapshot cannot be written", async () => {
    const { publishing, ctx, workspaceId, production, auditActions } = await scene();
    const { prisma } = ctx.db;
    const sealed = new Uint8Array([1, 2, 3]);
    const secret = {
      id: crypto.randomUUID(),
      workspaceId,
      environmentId: production,
      name: "DAMAGED",
      sealed,
      allowedHosts: ["a"],
    };
    await prisma.secret.create({ data: secret });
    await expect(publishing({})).rejects.toThrow("the secret DAMAGED of production cannot be opened");
    expect(await prisma.configVersion.count({ where: { workspaceId } })).toBe(0);
    expect(await prisma.deployment.count({ where: { workspaceId } })).toBe(0);
    expect(await auditActions()).toEqual([]);
    await prisma.secret.delete({ where: { id: secret.id } });
    expect((await publishing({})).configVersion).toBe(1);
  });

  it.each([
    ["no message", { message: "  " }],
    ["a short idempotency key", { idempotencyKey: "again" }],
    ["base version 0", { baseVersion: 0 }],
  ])("refuses %s", async (_, given) => {
    const { publishing } = await scene();
    await expect(publishing(given)).rejects.toMatchObject({ code: "invalid_input" });
  });
});
