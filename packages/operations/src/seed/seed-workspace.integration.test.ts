import { deriveKeys } from "@meridian/sealing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { getAccount } from "../accounts/get-account.ts";
import { signIn } from "../accounts/sign-in.ts";
import { getActiveDeployment } from "../deployments/get-active-deployment.ts";
import { openTestOperations, type TestOperations } from "../testing/open-test-operations.ts";
import { testRoutingConfig } from "../testing/test-routing-config.ts";
import { demoUsers, seedWorkspace } from "./seed-workspace.ts";

let test: TestOperations;
beforeEach(async () => {
  test = await openTestOperations();
});
afterEach(() => test.close());

const seed = (yaml = testRoutingConfig(50, "DEMO_FLEET")) => {
  const input = { yaml, demoFleetKey: "demo-1", demoFleetHosts: ["127.0.0.1"] };
  return seedWorkspace({ parts: test.operations.parts, input });
};

describe("seedWorkspace", () => {
  it("makes a workspace in which 4 people can sign in and production serves version 1", async () => {
    const seeded = await seed();
    if (seeded.kind !== "seeded") throw new Error("It was there before.");
    const { operations } = test;
    for (const { email, name, role } of demoUsers) {
      const user = await signIn({ parts: operations.parts, input: { email, password: seeded.password } });
      const { workspaces } = await getAccount({ ctx: operations.account(user?.id ?? "") });
      expect(user?.name).toBe(name);
      expect(workspaces).toMatchObject([
        { slug: "demo", name: "Demo workspace", role, environments: [{ name: "production" }, { name: "staging" }] },
      ]);
    }
    expect(seeded.gatewayKey).toMatch(/^mk_live_/);
    const viewer = await operations.parts.db.prisma.user.findUniqueOrThrow({
      where: { email: "viewer@demo.meridian.local" },
    });
    const ctx = await operations.inEnvironment(viewer.id, seeded.environmentId);
    const active = await getActiveDeployment({ ctx, input: { environmentId: seeded.environmentId } });
    expect(active).toMatchObject({ deployment: { createdByName: "Meridian (seed)" }, version: { number: 1 } });
  });

  it("gives both environments a snapshot, and records what it did", async () => {
    await seed();
    const { prisma } = test.operations.parts.db;
    expect(await prisma.environmentSnapshot.count()).toBe(2);
    const audit = await prisma.auditEvent.findMany();
    expect(audit.map(({ action, actorKind, actorId }) => [action, actorKind, actorId]).sort()).toEqual([
      ["gateway-key.create", "system", "seed"],
      ["routing-config.publish", "system", "seed"],
      ["secret.set", "system", "seed"],
      ["workspace.create", "system", "seed"],
    ]);
  });

  it("changes nothing the second time, also when 2 processes seed at once", async () => {
    const [first, second] = await Promise.all([seed(), seed()]);
    expect([first.kind, second.kind].sort()).toEqual(["present", "seeded"]);
    expect(second.environmentId).toBe(first.environmentId);
    expect(await test.operations.parts.db.prisma.workspace.count()).toBe(1);
  });

  it("refuses a database that was set up with another master key", async () => {
    await seed();
    const parts = { ...test.operations.parts, keys: deriveKeys("f".repeat(64)) };
    const input = { yaml: testRoutingConfig(50), demoFleetKey: "demo-1", demoFleetHosts: ["127.0.0.1"] };
    await expect(seedWorkspace({ parts, input })).rejects.toMatchObject({
      code: "sealed_otherwise",
      message: expect.stringContaining("keys.json"),
    });
  });

  it("leaves nothing when the document has errors", async () => {
    await expect(seed("language: 1")).rejects.toMatchObject({ code: "config_rejected" });
    const { prisma } = test.operations.parts.db;
    expect([await prisma.workspace.count(), await prisma.user.count(), await prisma.auditEvent.count()]).toEqual([
      0, 0, 0,
    ]);
    expect((await seed()).kind).toBe("seeded");
  });
});
