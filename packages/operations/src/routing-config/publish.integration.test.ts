import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace } from "../testing/create-test-workspace.ts";
import { openTestOperations, type TestOperations } from "../testing/open-test-operations.ts";
import { testRoutingConfig } from "../testing/test-routing-config.ts";
import { publish } from "./publish.ts";

let test: TestOperations;
let slugs = 0;
beforeAll(async () => {
  test = await openTestOperations();
});
afterAll(() => test.close());

/** A workspace as its engineer sees it, and a publish of production with everything given that a test does not say. */
async function scene() {
  const workspace = await createTestWorkspace(test.operations, `publish-${++slugs}`);
  const ctx = await workspace.as("engineer");
  const { prisma } = ctx.db;
  let keys = 0;
  type Given = Partial<Parameters<typeof publish>[0]["input"]>;
  const publishing = (given: Given) =>
    publish({
      ctx,
      input: {
        environmentId: workspace.production,
        yaml: testRoutingConfig(50),
        message: "Say hello",
        baseVersion: null,
        idempotencyKey: `key-${++keys}-of-test`,
        ...given,
      },
    });
  const where = { environmentId: workspace.production };
  return { ...workspace, ctx, prisma, publishing, where };
}

describe("publish", () => {
  it("makes version 1, deploys it, and rewrites the snapshot under serial 1", async () => {
    const { publishing, prisma, where, ctx } = await scene();
    const made = await publishing({});
    expect(made).toMatchObject({ kind: "publish", configVersion: 1 });
    const version = await prisma.configVersion.findFirstOrThrow({ where: { deployments: { some: where } } });
    expect(version).toMatchObject({
      number: 1,
      parentId: null,
      authorName: ctx.actor.kind === "user" && ctx.actor.name,
    });
    expect(version.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(version.summary.length).toBeGreaterThan(0);
    const snapshot = await prisma.environmentSnapshot.findUniqueOrThrow({ where });
    expect(snapshot.serial).toBe(1n);
    expect(ctx.keys.gateway.verifySnapshot(snapshot.payload, snapshot.signature)).toBe(true);
    expect(JSON.parse(new TextDecoder().decode(snapshot.payload))).toMatchObject({
      serial: 1,
      deployment: { id: made.deploymentId, configVersion: 1, yaml: version.yaml },
    });
  });
});
