import { deriveKeys } from "@meridian/sealing";
import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { createGatewayKey } from "../gateway-keys/create-gateway-key.ts";
import { listSecretNames } from "./list-secret-names.ts";
import { listSecrets } from "./list-secrets.ts";
import { setSecret } from "./set-secret.ts";

const { scene } = workspaceScenes();

describe("secrets", () => {
  it("are listed by name with their hosts, never with a value", async () => {
    const { ctx, production: environmentId, staging, world } = await scene();
    await setSecret({ ctx, input: { environmentId, name: "OPENAI", value: "sk-1", allowedHosts: ["api.openai.com"] } });
    await setSecret({
      ctx,
      input: { environmentId, name: "AZURE", value: "sk-2", allowedHosts: ["*.azure.com", "*.azure.com"] },
    });
    const moments = { createdAtMs: world.nowMs, updatedAtMs: world.nowMs };
    expect(await listSecrets({ ctx, input: { environmentId } })).toEqual([
      { name: "AZURE", allowedHosts: ["*.azure.com"], ...moments },
      { name: "OPENAI", allowedHosts: ["api.openai.com"], ...moments },
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
});
