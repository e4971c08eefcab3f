import { parseGatewayKey } from "@meridian/access";
import { equalHex, sha256Hex } from "@meridian/sealing";
import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { createGatewayKey } from "./create-gateway-key.ts";
import { listGatewayKeys } from "./list-gateway-keys.ts";
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
});
