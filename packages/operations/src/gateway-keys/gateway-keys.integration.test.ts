import { parseGatewayKey } from "@meridian/access";
import { equalHex, sha256Hex } from "@meridian/sealing";
import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { createGatewayKey } from "./create-gateway-key.ts";
import { editGatewayKey } from "./edit-gateway-key.ts";
import { endPreviousGatewayKey } from "./end-previous-gateway-key.ts";
import { listGatewayKeys } from "./list-gateway-keys.ts";
import { reRollGatewayKey } from "./re-roll-gateway-key.ts";
import { revokeGatewayKey } from "./revoke-gateway-key.ts";

const { scene } = workspaceScenes();

describe("gateway keys", () => {
  it("are shown once and kept as hash and prefix", async () => {
    const { ctx, production: environmentId } = await scene();
    const { key, text } = await createGatewayKey({ ctx, input: { environmentId, name: "My app" } });
    expect(parseGatewayKey(text)?.id).toBe(key.id);
    expect(key).toMatchObject({
      name: "My app",
      prefix: `mk_live_${key.id}`,
      routes: ["*"],
      state: "active",
      expiresAtMs: null,
    });
    const row = await ctx.db.prisma.gatewayKey.findUniqueOrThrow({ where: { id: key.id } });
    expect(equalHex(row.sha256, sha256Hex(text))).toBe(true);
    const secret = parseGatewayKey(text)?.secret ?? "";
    expect(JSON.stringify([row, await listGatewayKeys({ ctx, input: { environmentId } })])).not.toContain(secret);
  });

  it("cannot have the name of another key, a revoked one included, but of one in another environment", async () => {
    const { ctx, production: environmentId, staging } = await scene();
    const { key } = await createGatewayKey({ ctx, input: { environmentId, name: "app" } });
    await revokeGatewayKey({ ctx, input: { environmentId, keyId: key.id } });
    const again = createGatewayKey({ ctx, input: { environmentId, name: "app" } });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
    await createGatewayKey({ ctx, input: { environmentId: staging, name: "app" } });
  });

  it("are revoked once: again changes nothing", async () => {
    const { ctx, production: environmentId, world, snapshot } = await scene();
    const { key } = await createGatewayKey({ ctx, input: { environmentId, name: "app" } });
    const revoked = await revokeGatewayKey({ ctx, input: { environmentId, keyId: key.id } });
    expect(revoked).toMatchObject({ state: "revoked", revokedAtMs: world.nowMs });
    world.nowMs += 1_000;
    expect(await revokeGatewayKey({ ctx, input: { environmentId, keyId: key.id } })).toEqual(revoked);
    expect((await snapshot())?.serial).toBe(2);
  });

  it("expire at their moment, which must lie ahead", async () => {
    const { ctx, production: environmentId, world } = await scene();
    const expiresAtMs = world.nowMs + 1;
    await createGatewayKey({ ctx, input: { environmentId, name: "short", expiresAtMs } });
    const state = async () => (await listGatewayKeys({ ctx, input: { environmentId } })).map((key) => key.state);
    expect(await state()).toEqual(["active"]);
    world.nowMs += 1;
    expect(await state()).toEqual(["expired"]);
    const late = createGatewayKey({ ctx, input: { environmentId, name: "late", expiresAtMs } });
    await expect(late).rejects.toMatchObject({ code: "invalid_input" });
  });

  it.each(["", " ", "-app", "a\nb", "x".repeat(65)])("cannot be named %j", async (name) => {
    const { ctx, production: environmentId } = await scene();
    const created = createGatewayKey({ ctx, input: { environmentId, name } });
    await expect(created).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("are edited as a whole; gateways get the limits, and nothing about them where there are none", async () => {
    const { ctx, production: environmentId, world, snapshot } = await scene();
    const spend = { amountUsd: 50, period: "week", timeZone: "America/Chicago" } as const;
    const limits = { requestsPerMinute: 60, tokensPerMinute: 90_000, inFlight: 4, spend };
    const { key } = await createGatewayKey({ ctx, input: { environmentId, name: "app", limits } });
    expect((await snapshot())?.keys).toMatchObject([{ limits }]);
    const content = { name: "web app", routes: ["chat-*"], expiresAtMs: world.nowMs + 5_000, limits: {} };
    const edited = await editGatewayKey({ ctx, input: { environmentId, keyId: key.id, ...content } });
    expect(edited).toMatchObject(content);
    const [sent] = (await snapshot())?.keys ?? [];
    expect(sent).toMatchObject({ id: key.id, name: "web app", routes: ["chat-*"], expiresAtMs: world.nowMs + 5_000 });
    expect(sent).not.toHaveProperty("limits");
    world.nowMs += 5_000;
    const renamed = { ...content, name: "old app" };
    expect(await editGatewayKey({ ctx, input: { environmentId, keyId: key.id, ...renamed } })).toMatchObject({
      state: "expired",
    });
  });

  it.each([{ requestsPerMinute: 0 }, { inFlight: 0.5 }, { requestsPerMinute: 60_001 }, { tokensPerMinute: 0 }])(
    "cannot have the limits %j",
    async (limits) => {
      const { ctx, production: environmentId } = await scene();
      const created = createGatewayKey({ ctx, input: { environmentId, name: "app", limits } });
      await expect(created).rejects.toMatchObject({ code: "invalid_input" });
    },
  );

  it("re-rolled with a grace of a day have two texts under one id, until it ends by itself or by hand", async () => {
    const { ctx, production: environmentId, world, snapshot } = await scene();
    const dayMs = 86_400_000;
    const old = await createGatewayKey({ ctx, input: { environmentId, name: "app" } });
    const input = { environmentId, keyId: old.key.id };
    const fresh = await reRollGatewayKey({ ctx, input: { ...input, graceMs: dayMs } });
    const graceEndMs = world.nowMs + dayMs;
    expect(fresh.key).toMatchObject({
      id: old.key.id,
      name: "app",
      previous: { prefix: old.key.prefix, expiresAtMs: graceEndMs, lastUsedAtMs: null },
    });
    expect(fresh.key.prefix).not.toBe(old.key.prefix);
    const sent = async () => (await snapshot())?.keys.map(({ id, sha256, expiresAtMs }) => [id, sha256, expiresAtMs]);
    expect(await sent()).toEqual([
      [old.key.id, sha256Hex(fresh.text), null],
      [old.key.id, sha256Hex(old.text), graceEndMs],
    ]);
    expect(await endPreviousGatewayKey({ ctx, input })).toMatchObject({ previous: null });
    expect(await sent()).toEqual([[old.key.id, sha256Hex(fresh.text), null]]);

    const third = await reRollGatewayKey({ ctx, input: { ...input, graceMs: dayMs } });
    world.nowMs += dayMs;
    expect(await listGatewayKeys({ ctx, input: { environmentId } })).toMatchObject([{ previous: null }]);
    await createGatewayKey({ ctx, input: { environmentId, name: "another" } });
    expect((await sent())?.map(([, sha256]) => sha256)).not.toContain(sha256Hex(fresh.text));
    expect((await sent())?.map(([, sha256]) => sha256)).toContain(sha256Hex(third.text));
  });

  it("re-rolled without a grace, or revoked in it, leave no old text behind", async () => {
    const { ctx, production: environmentId, snapshot } = await scene();
    const { key } = await createGatewayKey({ ctx, input: { environmentId, name: "app" } });
    const input = { environmentId, keyId: key.id };
    const { text } = await reRollGatewayKey({ ctx, input: { ...input, graceMs: 0 } });
    expect((await snapshot())?.keys).toMatchObject([{ sha256: sha256Hex(text) }]);
    await reRollGatewayKey({ ctx, input: { ...input, graceMs: 60_000 } });
    await revokeGatewayKey({ ctx, input });
    expect((await snapshot())?.keys).toEqual([]);
    const again = reRollGatewayKey({ ctx, input: { ...input, graceMs: 0 } });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
  });
});
