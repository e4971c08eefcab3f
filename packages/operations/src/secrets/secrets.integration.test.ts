import { deriveKeys } from "@meridian/sealing";
import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { testRoutingConfig } from "../testing/test-routing-config.ts";
import { createGatewayKey } from "../gateway-keys/create-gateway-key.ts";
import { deleteSecret } from "./delete-secret.ts";
import { listSecretNames } from "./list-secret-names.ts";
import { listSecrets } from "./list-secrets.ts";
import { rotateSecret } from "./rotate-secret.ts";
import { setSecret } from "./set-secret.ts";
import { setSecretHosts } from "./set-secret-hosts.ts";

const { scene } = workspaceScenes();

describe("secrets", () => {
  it("are listed by name with their hosts, never with a value", async () => {
    const { ctx, production: environmentId, staging, world } = await scene();
    await setSecret({ ctx, input: { environmentId, name: "OPENAI", value: "sk-1", allowedHosts: ["api.openai.com"] } });
    await setSecret({
      ctx,
      input: { environmentId, name: "AZURE", value: "sk-2", allowedHosts: ["*.azure.com", "*.azure.com"] },
    });
    const by = ctx.actor.kind === "user" ? ctx.actor.name : "";
    const known = { createdAtMs: world.nowMs, updatedAtMs: world.nowMs, updatedBy: by, lastUsedAtMs: null, usedBy: [] };
    expect(await listSecrets({ ctx, input: { environmentId } })).toEqual([
      { name: "AZURE", allowedHosts: ["*.azure.com"], ...known },
      { name: "OPENAI", allowedHosts: ["api.openai.com"], ...known },
    ]);
    expect(await listSecretNames({ ctx, input: { environmentId } })).toEqual(["AZURE", "OPENAI"]);
    expect(await listSecrets({ ctx, input: { environmentId: staging } })).toEqual([]);
  });

  it("are replaced by a second one of the same name", async () => {
    const { ctx, production: environmentId, world, snapshot } = await scene();
    const set = (value: string) =>
      setSecret({ ctx, input: { environmentId, name: "OPENAI", value, allowedHosts: ["a.example"] } });
    const first = await set("sk-1");
    world.nowMs += 1_000;
    expect(await set("sk-2")).toEqual({ ...first, updatedAtMs: world.nowMs });
    const [secret, ...others] = (await snapshot())?.secrets ?? [];
    expect(others).toEqual([]);
    const sealed = Buffer.from(secret?.sealed ?? "", "base64");
    expect(ctx.keys.gateway.openSecret(sealed, environmentId, "OPENAI")).toBe("sk-2");
  });

  it.each([
    ["no host", { allowedHosts: [] }],
    ["an empty value", { value: "" }],
    ["a value with a line end", { value: "sk-1\n" }],
    ["a name that no reference can say", { name: "my key" }],
  ])("are refused with %s", async (_, given) => {
    const { ctx, production: environmentId } = await scene();
    const input = { environmentId, name: "OPENAI", value: "sk-1", allowedHosts: ["api.openai.com"], ...given };
    await expect(setSecret({ ctx, input })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("that another master key sealed stop every change by their names, until they are set anew", async () => {
    const { ctx, production: environmentId, publishing, snapshot, auditActions } = await scene();
    const set = (name: string, by = ctx) =>
      setSecret({ ctx: by, input: { environmentId, name, value: `sk-${name}`, allowedHosts: ["a.example"] } });
    await set("AZURE");
    await set("OPENAI");
    await publishing({});
    const stranger = { ...ctx, keys: deriveKeys("f".repeat(64)) };
    const makeKey = () => createGatewayKey({ ctx: stranger, input: { environmentId, name: "app" } });
    const before = await auditActions();
    const refusal = { code: "sealed_otherwise", message: expect.stringContaining("the secrets AZURE, OPENAI of prod") };
    await expect(makeKey()).rejects.toMatchObject(refusal);
    expect(await auditActions()).toEqual(before);
    expect((await snapshot())?.keys).toEqual([]);

    await set("AZURE", stranger);
    await expect(makeKey()).rejects.toMatchObject({ message: expect.stringContaining("the secret OPENAI of prod") });
    await set("OPENAI", stranger);
    expect(await makeKey()).toMatchObject({ key: { name: "app" } });
  });

  it("are not replaced by one that is said to be new", async () => {
    const { ctx, production: environmentId } = await scene();
    const input = { environmentId, name: "OPENAI", value: "sk-1", allowedHosts: ["a.example"], onlyNew: true };
    await setSecret({ ctx, input });
    await expect(setSecret({ ctx, input })).rejects.toMatchObject({ code: "conflict" });
  });

  it("keep their hosts when they are rotated, and gateways get the new value", async () => {
    const { ctx, production: environmentId, world, snapshot } = await scene();
    await setSecret({ ctx, input: { environmentId, name: "OPENAI", value: "sk-1", allowedHosts: ["a.example"] } });
    world.nowMs += 1_000;
    const rotated = await rotateSecret({ ctx, input: { environmentId, name: "OPENAI", value: "sk-2" } });
    expect(rotated).toMatchObject({ allowedHosts: ["a.example"], updatedAtMs: world.nowMs });
    const sealed = Buffer.from((await snapshot())?.secrets[0]?.sealed ?? "", "base64");
    expect(ctx.keys.gateway.openSecret(sealed, environmentId, "OPENAI")).toBe("sk-2");
    const unknown = rotateSecret({ ctx, input: { environmentId, name: "NONE", value: "sk-2" } });
    await expect(unknown).rejects.toMatchObject({ code: "not_found" });
  });

  it("in use can neither be deleted nor be kept from their upstream, which is said by name", async () => {
    const { ctx, production: environmentId, publishing, snapshot } = await scene();
    const name = "OPENAI";
    await setSecret({ ctx, input: { environmentId, name, value: "sk-1", allowedHosts: ["127.0.0.1", "b.example"] } });
    const yaml = testRoutingConfig(50, "OPENAI");
    const { configVersion } = await publishing({ yaml });
    expect(await listSecrets({ ctx, input: { environmentId } })).toMatchObject([{ usedBy: ["east-1"] }]);
    const conflict = (message: string) => ({ code: "conflict", message: expect.stringContaining(message) });
    const deleted = deleteSecret({ ctx, input: { environmentId, name } });
    await expect(deleted).rejects.toMatchObject(conflict("uses OPENAI for the upstream east-1"));
    const kept = setSecretHosts({ ctx, input: { environmentId, name, allowedHosts: ["b.example"] } });
    await expect(kept).rejects.toMatchObject(conflict("may not be sent to"));
    await setSecretHosts({ ctx, input: { environmentId, name, allowedHosts: ["127.0.0.1"] } });
    await publishing({ baseVersion: configVersion });
    await deleteSecret({ ctx, input: { environmentId, name } });
    expect((await snapshot())?.secrets).toEqual([]);
  });
});
