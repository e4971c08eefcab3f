import { randomUUID } from "node:crypto";
import { type EnvironmentSnapshot, environmentSnapshotSchema } from "@meridian/routing-config";
import { afterAll, beforeAll } from "vitest";
import type { OperationContext } from "../src/operation-context.ts";
import { publish } from "../src/routing-config/publish.ts";
import { createTestWorkspace, type TestWorkspace } from "../src/testing/create-test-workspace.ts";
import { openTestOperations, type TestOperations } from "../src/testing/open-test-operations.ts";
import { testRoutingConfig } from "../src/testing/test-routing-config.ts";

/** A workspace of its own for one test, seen by its engineer. */
export type WorkspaceScene = TestWorkspace & {
  readonly ctx: OperationContext;
  readonly world: { nowMs: number };
  /** Publishes to production; what is not given fits. */
  readonly publishing: (given: Partial<PublishInput>) => ReturnType<typeof publish>;
  /** What gateways would serve, checked for its signature and form; null before there was any. */
  readonly snapshot: (environmentId?: string) => Promise<EnvironmentSnapshot | null>;
  /** Of all audit events, in no particular order. */
  readonly auditActions: () => Promise<string[]>;
};

type PublishInput = Parameters<typeof publish>[0]["input"];

/** Gives the tests of a file one database, and each test a workspace in it. */
export function workspaceScenes(): {
  readonly test: () => TestOperations;
  readonly scene: () => Promise<WorkspaceScene>;
} {
  let test: TestOperations;
  beforeAll(async () => {
    test = await openTestOperations();
  });
  afterAll(() => test.close());
  return { test: () => test, scene: () => makeScene(test) };
}

async function makeScene({ operations, world }: TestOperations): Promise<WorkspaceScene> {
  const workspace = await createTestWorkspace(operations, `w-${randomUUID()}`);
  const ctx = await workspace.as("engineer");
  const { prisma } = ctx.db;
  return {
    ...workspace,
    ctx,
    world,
    publishing: (given) => {
      const document = {
        yaml: testRoutingConfig(50),
        message: "Say hello",
        baseVersion: null,
        idempotencyKey: randomUUID(),
      };
      return publish({ ctx, input: { environmentId: workspace.production, ...document, ...given } });
    },
    snapshot: async (environmentId = workspace.production) => {
      const row = await prisma.environmentSnapshot.findUnique({ where: { environmentId } });
      if (!row) return null;
      if (!ctx.keys.gateway.verifySnapshot(row.payload, row.signature))
        throw new Error("The snapshot's signature is bad.");
      const snapshot = environmentSnapshotSchema.parse(JSON.parse(new TextDecoder().decode(row.payload)));
      if (BigInt(snapshot.serial) !== row.serial) throw new Error("The snapshot's serial is not its row's.");
      return snapshot;
    },
    auditActions: async () => {
      const where = { workspaceId: workspace.workspaceId };
      const events = await prisma.auditEvent.findMany({ where });
      return events.map(({ action }) => action);
    },
  };
}
