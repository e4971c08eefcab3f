import { deriveGatewayKey, gatewayKeyring, sha256Hex } from "@meridian/sealing";
import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { createGatewayKey } from "../gateway-keys/create-gateway-key.ts";
import { revokeGatewayKey } from "../gateway-keys/revoke-gateway-key.ts";
import { cancelOverride } from "../overrides/cancel-override.ts";
import { createOverride } from "../overrides/create-override.ts";
import { setSecret } from "../secrets/set-secret.ts";
import { testMasterKey } from "../testing/open-test-operations.ts";

const { scene } = workspaceScenes();

describe("environment snapshot", () => {
  it("holds secrets that open with the gateway key, and not what the database holds", async () => {
    const { ctx, production: environmentId, snapshot } = await scene();
    await setSecret({ ctx, input: { environmentId, name: "OPENAI", value: "sk-1", allowedHosts: ["api.openai.com"] } });
    const [secret] = (await snapshot())?.secrets ?? [];
    expect(secret).toMatchObject({ name: "OPENAI", allowedHosts: ["api.openai.com"] });
    const gateway = gatewayKeyring(deriveGatewayKey(testMasterKey));
    const sealed = Buffer.from(secret?.sealed ?? "", "base64");
    expect(gateway.openSecret(sealed, environmentId, "OPENAI")).toBe("sk-1");
    const stored = await ctx.db.prisma.secret.findFirstOrThrow({ where: { environmentId } });
    expect(() => gateway.openSecret(stored.sealed, environmentId, "OPENAI")).toThrow("seal was changed");
    expect(Buffer.from(stored.sealed).includes("sk-1")).toBe(false);
  });

  it("holds the hash of a key until it is revoked", async () => {
    const { ctx, production: environmentId, snapshot } = await scene();
    const { key, text } = await createGatewayKey({ ctx, input: { environmentId, name: "app", routes: ["chat-*"] } });
    const held = { id: key.id, name: "app", sha256: sha256Hex(text), routes: ["chat-*"], expiresAtMs: null };
    expect((await snapshot())?.keys).toEqual([held]);
    await revokeGatewayKey({ ctx, input: { environmentId, keyId: key.id } });
    expect(await snapshot()).toMatchObject({ serial: 2, keys: [] });
  });

  it("holds overrides until they are cancelled or over", async () => {
    const { ctx, production: environmentId, publishing, snapshot, world } = await scene();
    await publishing({});
    const order = { environmentId, upstream: "east-1", reason: "Game day" } as const;
    const give = (input: Parameters<typeof createOverride>[0]["input"]) => createOverride({ ctx, input });
    await give({ ...order, kind: "drain", expiresAtMs: world.nowMs + 1_000 });
    const capped = await give({ ...order, kind: "cap", maxShare: 0.2, expiresAtMs: world.nowMs + 60_000 });
    world.nowMs += 1;
    const forced = await give({ ...order, kind: "force", route: "chat", expiresAtMs: world.nowMs + 60_000 });
    expect((await snapshot())?.overrides.map(({ kind }) => kind).sort()).toEqual(["cap", "drain", "force"]);
    world.nowMs += 1_000;
    await cancelOverride({ ctx, input: { environmentId, overrideId: capped.override.id } });
    expect((await snapshot())?.overrides).toEqual([forced.override]);
  });

  it("gives each of 8 changes at once its own serial", async () => {
    const { ctx, production: environmentId, snapshot } = await scene();
    const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    await Promise.all(names.map((name) => createGatewayKey({ ctx, input: { environmentId, name } })));
    const last = await snapshot();
    expect(last?.serial).toBe(8);
    expect(last?.keys.map(({ name }) => name).sort()).toEqual(names);
  });

  it("of one environment says nothing of another", async () => {
    const { ctx, production, staging, snapshot } = await scene();
    await createGatewayKey({ ctx, input: { environmentId: production, name: "app" } });
    await createGatewayKey({ ctx, input: { environmentId: staging, name: "app" } });
    expect(await snapshot(staging)).toMatchObject({ serial: 1, environmentId: staging, keys: [{ name: "app" }] });
  });
});
