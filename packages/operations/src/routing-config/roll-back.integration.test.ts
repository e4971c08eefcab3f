import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { setSecret } from "../secrets/set-secret.ts";
import { testRoutingConfig } from "../testing/test-routing-config.ts";
import { rollBack } from "./roll-back.ts";

const { scene } = workspaceScenes();

/** Production on version 2 after version 1; staging on version 3. */
async function published() {
  const made = await scene();
  const { publishing, staging, production, ctx } = made;
  await publishing({});
  await publishing({ yaml: testRoutingConfig(80), baseVersion: 1 });
  await publishing({ environmentId: staging, yaml: testRoutingConfig(90) });
  const rollingBack = (given: Partial<Parameters<typeof rollBack>[0]["input"]> = {}) => {
    const fields = { toVersion: 1, reason: "Errors doubled", idempotencyKey: crypto.randomUUID() };
    return rollBack({ ctx, input: { environmentId: production, ...fields, ...given } });
  };
  return { ...made, rollingBack };
}

describe("rollBack", () => {
  it("lets version 1 serve again by a new deployment, without a new version", async () => {
    const { rollingBack, snapshot, ctx, production, workspaceId, auditActions } = await published();
    const made = await rollingBack();
    expect(made).toMatchObject({ kind: "rollback", configVersion: 1 });
    expect(await snapshot()).toMatchObject({ serial: 3, deployment: { id: made.deploymentId, configVersion: 1 } });
    expect(await ctx.db.prisma.configVersion.count({ where: { workspaceId } })).toBe(3);
    const active = await ctx.db.prisma.deployment.findMany({
      where: { environmentId: production, state: "completed" },
    });
    expect(active).toMatchObject([{ id: made.deploymentId, kind: "rollback", reason: "Errors doubled" }]);
    expect((await auditActions()).filter((action) => action === "routing-config.roll-back")).toHaveLength(1);
  });

  it("goes back to version 2 after it went back to version 1", async () => {
    const { rollingBack, snapshot } = await published();
    await rollingBack();
    await rollingBack({ toVersion: 2 });
    expect(await snapshot()).toMatchObject({ serial: 4, deployment: { configVersion: 2 } });
  });

  it("refuses the version that serves, with conflict", async () => {
    const { rollingBack, snapshot } = await published();
    await expect(rollingBack({ toVersion: 2 })).rejects.toMatchObject({ code: "conflict" });
    expect((await snapshot())?.serial).toBe(2);
  });

  it.each([
    ["served another environment only", 3],
    ["is not there", 4],
  ])("refuses a version that %s, with not_found", async (_, toVersion) => {
    const { rollingBack } = await published();
    await expect(rollingBack({ toVersion })).rejects.toMatchObject({ code: "not_found" });
  });

  it("answers a repeated idempotency key as the first time", async () => {
    const { rollingBack, snapshot } = await published();
    const first = await rollingBack({ idempotencyKey: "one-intention" });
    expect(await rollingBack({ idempotencyKey: "one-intention" })).toEqual(first);
    expect((await snapshot())?.serial).toBe(3);
  });

  it("refuses a used idempotency key for another version or reason", async () => {
    const { rollingBack } = await published();
    await rollingBack({ idempotencyKey: "one-intention" });
    for (const given of [{ toVersion: 2 }, { reason: "For fun" }]) {
      const again = rollingBack({ idempotencyKey: "one-intention", ...given });
      await expect(again).rejects.toMatchObject({ code: "idempotency_mismatch" });
    }
  });

  it("refuses the idempotency key of a publish", async () => {
    const { rollingBack, publishing } = await published();
    await publishing({ yaml: testRoutingConfig(30), baseVersion: 2, idempotencyKey: "one-intention" });
    await expect(rollingBack({ idempotencyKey: "one-intention" })).rejects.toMatchObject({
      code: "idempotency_mismatch",
    });
  });

  it("wants a reason", async () => {
    const { rollingBack } = await published();
    await expect(rollingBack({ reason: " " })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("refuses a version whose secret is gone, and leaves what serves", async () => {
    const { ctx, production: environmentId, publishing, snapshot } = await scene();
    await setSecret({ ctx, input: { environmentId, name: "OPENAI", value: "sk-1", allowedHosts: ["127.0.0.1"] } });
    await publishing({ yaml: testRoutingConfig(50, "OPENAI") });
    await publishing({ baseVersion: 1 });
    await ctx.db.prisma.secret.deleteMany({ where: { environmentId } });
    const refusal = rollBack({
      ctx,
      input: { environmentId, toVersion: 1, reason: "Errors", idempotencyKey: "one-intention" },
    });
    await expect(refusal).rejects.toMatchObject({ code: "config_rejected", diagnostics: [{ code: "unknown_secret" }] });
    expect(await snapshot()).toMatchObject({ serial: 3, deployment: { configVersion: 2 } });
  });

  it("refuses a version whose secret is no longer meant for its upstream's host", async () => {
    const { ctx, production: environmentId, publishing } = await scene();
    const secret = { environmentId, name: "OPENAI", value: "sk-1" };
    await setSecret({ ctx, input: { ...secret, allowedHosts: ["127.0.0.1"] } });
    await publishing({ yaml: testRoutingConfig(50, "OPENAI") });
    await publishing({ baseVersion: 1 });
    await setSecret({ ctx, input: { ...secret, allowedHosts: ["api.example.com"] } });
    const input = { environmentId, toVersion: 1, reason: "Errors", idempotencyKey: "one-intention" };
    await expect(rollBack({ ctx, input })).rejects.toMatchObject({
      code: "config_rejected",
      diagnostics: [{ code: "secret_host", path: "upstreams.east-1.base_url" }],
    });
  });
});
