import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { getAccount } from "../accounts/get-account.ts";
import { decideDemo } from "../installation/decide-demo.ts";
import { getInstallation } from "../installation/get-installation.ts";
import { createGatewayKey } from "../gateway-keys/create-gateway-key.ts";
import { createOverride } from "../overrides/create-override.ts";
import { publish } from "../routing-config/publish.ts";
import { seedWorkspace } from "../seed/seed-workspace.ts";
import { createTestWorkspace } from "../testing/create-test-workspace.ts";
import { openTestOperations, type TestOperations } from "../testing/open-test-operations.ts";
import { testRoutingConfig } from "../testing/test-routing-config.ts";
import { deleteDemo } from "./delete-demo.ts";

let test: TestOperations;
beforeEach(async () => {
  test = await openTestOperations();
});
afterEach(() => test.close());

const own = { email: "olga@example.com", name: "Olga", password: "correct horse battery", workspaceName: "Acme" };

/** The demo with something of everything in it, seen by its owner. */
async function demo() {
  const { operations, world } = test;
  const { parts } = operations;
  await decideDemo({ parts, input: { wanted: true } });
  const input = { yaml: testRoutingConfig(50, "DEMO_FLEET"), demoFleetKey: "demo-1", demoFleetHosts: ["127.0.0.1"] };
  const { workspaceId, environmentId } = await seedWorkspace({ parts, input });
  const { prisma } = parts.db;
  const idOf = async (email: string) => (await prisma.user.findUniqueOrThrow({ where: { email } })).id;
  const ctx = await operations.inWorkspace(await idOf("owner@demo.meridian.local"), workspaceId);
  await createGatewayKey({ ctx, input: { environmentId, name: "Mine" } });
  await createOverride({
    ctx,
    input: { environmentId, kind: "drain", upstream: "west-1", reason: "Game day", expiresAtMs: world.nowMs + 60_000 },
  });
  const second = { yaml: testRoutingConfig(60, "DEMO_FLEET"), message: "More", baseVersion: 1 };
  await publish({ ctx, input: { environmentId, ...second, idempotencyKey: randomUUID() } });
  const engineer = await operations.inWorkspace(await idOf("engineer@demo.meridian.local"), workspaceId);
  return { ctx, engineer, prisma, parts, workspaceId, environmentId };
}

/** Every table that still says one of these ids. */
async function mentions(ids: readonly string[]): Promise<string[]> {
  const { pool } = test.operations.parts.db;
  const { rows } = await pool.query<{ readonly name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  const found = await Promise.all(
    rows.map(async ({ name }) => {
      const { rowCount } = await pool.query(`SELECT FROM "${name}" t WHERE t::text LIKE ANY ($1::text[]) LIMIT 1`, [
        ids.map((id) => `%${id}%`),
      ]);
      return rowCount === 0 ? [] : [name];
    }),
  );
  return found.flat();
}

describe("deleteDemo", () => {
  it("leaves nothing of the demo but its audit log, and an owner with a workspace in its place", async () => {
    const { ctx, prisma, parts, workspaceId, environmentId } = await demo();
    const events = await prisma.auditEvent.count({ where: { workspaceId } });
    const { made } = await deleteDemo({ ctx, input: { workspaceId, owner: own } });
    expect(made).toEqual({ email: "olga@example.com", workspaceSlug: "acme" });

    const people = await prisma.user.findMany();
    expect(people.map(({ email, demo: isDemo }) => [email, isDemo])).toEqual([["olga@example.com", false]]);
    const { workspaces } = await getAccount({ ctx: test.operations.account(people[0]?.id ?? "") });
    expect(workspaces).toMatchObject([
      { slug: "acme", role: "owner", environments: [{ name: "production" }, { name: "staging" }] },
    ]);
    expect(await getInstallation({ parts })).toEqual({ demo: "absent", ownerMissing: false });
    expect(await mentions([workspaceId, environmentId])).toEqual([
      "audit_events",
      "deleted_environments",
      "workspaces",
    ]);
    expect(await prisma.auditEvent.count({ where: { workspaceId } })).toBe(events + 1);
    expect(await prisma.workspace.findUnique({ where: { id: workspaceId } })).toMatchObject({
      slug: `deleted-${workspaceId}`,
      name: "Deleted demo",
    });
  });

  it("is remembered: no later start brings the demo back", async () => {
    const { ctx, parts, workspaceId } = await demo();
    await deleteDemo({ ctx, input: { workspaceId, owner: own } });
    expect(await decideDemo({ parts, input: { wanted: null } })).toBe("absent");
    expect(await decideDemo({ parts, input: { wanted: true } })).toBe("absent");
  });

  it("leaves nobody without a workspace: it wants an account unless somebody real owns one already", async () => {
    const { ctx, prisma, workspaceId } = await demo();
    const without = { ctx, input: { workspaceId, owner: null } };
    await expect(deleteDemo(without)).rejects.toMatchObject({ code: "invalid_input" });
    expect(await prisma.workspace.count({ where: { demo: true, deletedAt: null } })).toBe(1);
    await createTestWorkspace(test.operations, "real");
    expect(await deleteDemo(without)).toEqual({ made: null });
  });

  it("touches no other workspace, and deletes no other", async () => {
    const { ctx, prisma, workspaceId } = await demo();
    const other = await createTestWorkspace(test.operations, "other");
    const theirs = await other.as("owner");
    await expect(
      deleteDemo({ ctx: theirs, input: { workspaceId: other.workspaceId, owner: own } }),
    ).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(prisma.$executeRaw`SELECT delete_demo_workspace(${other.workspaceId}::uuid, now())`).rejects.toThrow(
      "is no demo workspace",
    );
    await deleteDemo({ ctx, input: { workspaceId, owner: null } });
    expect(await prisma.membership.count({ where: { workspaceId: other.workspaceId } })).toBe(5);
    expect(await prisma.environment.count()).toBe(2);
  });

  it("keeps a real person who was a member of the demo", async () => {
    const { ctx, prisma, workspaceId } = await demo();
    const id = randomUUID();
    await prisma.user.create({
      data: { id, email: "guest@example.com", name: "Guest", memberships: { create: { workspaceId, role: "viewer" } } },
    });
    await deleteDemo({ ctx, input: { workspaceId, owner: own } });
    const { workspaces } = await getAccount({ ctx: test.operations.account(id) });
    expect(workspaces).toEqual([]);
  });

  it("refuses an email that is taken, and leaves everything as it was", async () => {
    const { ctx, prisma, workspaceId } = await demo();
    await prisma.user.create({ data: { id: randomUUID(), email: own.email, name: "Other" } });
    await expect(deleteDemo({ ctx, input: { workspaceId, owner: own } })).rejects.toMatchObject({ code: "conflict" });
    expect(await prisma.environment.count()).toBe(2);
    expect(await prisma.auditEvent.count({ where: { action: "demo.delete" } })).toBe(0);
  });

  it("is the owner's alone", async () => {
    const { engineer, workspaceId } = await demo();
    await expect(deleteDemo({ ctx: engineer, input: { workspaceId, owner: own } })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
