import { describe, expect, it } from "vitest";
import { workspaceScenes } from "../../test/workspace-scene.ts";
import { createGatewayKey } from "../gateway-keys/create-gateway-key.ts";
import { revokeGatewayKey } from "../gateway-keys/revoke-gateway-key.ts";
import { exportAuditEvents } from "./export-audit-events.ts";
import { listAuditEvents } from "./list-audit-events.ts";
import { listAuditTerms } from "./list-audit-terms.ts";

const { scene } = workspaceScenes();

/** A workspace in which an engineer made keys `key 1` … `key n`, a second apart, and revoked the first. */
async function withKeys(count: number, name = (n: number) => `key ${n}`) {
  const made = await scene();
  const { ctx, production: environmentId, world } = made;
  const owner = await made.as("owner");
  const ids: string[] = [];
  for (let n = 1; n <= count; n += 1) {
    world.nowMs += 1_000;
    ids.push((await createGatewayKey({ ctx, input: { environmentId, name: name(n) } })).key.id);
  }
  world.nowMs += 1_000;
  await revokeGatewayKey({ ctx, input: { environmentId, keyId: ids[0] ?? "" } });
  return { ...made, owner, ids };
}

describe("the audit log", () => {
  it("comes by pages, newest first, without a gap or a repetition while events are added", async () => {
    const { owner, ctx, production: environmentId } = await withKeys(5);
    const first = await listAuditEvents({ ctx: owner, input: { limit: 3 } });
    await createGatewayKey({ ctx, input: { environmentId, name: "late" } });
    const { nextCursor: cursor } = first;
    const second = await listAuditEvents({ ctx: owner, input: { limit: 3, ...(cursor && { cursor }) } });
    const names = [...first.events, ...second.events].map(({ action, after }) => [action, after?.["name"]]);
    expect(names).toEqual([
      ["gateway-key.revoke", "key 1"],
      ...[5, 4, 3, 2, 1].map((n) => ["gateway-key.create", `key ${n}`]),
    ]);
    expect(second.nextCursor).toBeNull();
  });

  it("says who, in which role, what before and after, and where", async () => {
    const { owner, ids, world, production, userIds } = await withKeys(1);
    const { events } = await listAuditEvents({ ctx: owner, input: { limit: 1 } });
    expect(events).toMatchObject([
      {
        occurredAtMs: world.nowMs,
        action: "gateway-key.revoke",
        actor: { kind: "user", id: userIds.engineer, role: "engineer" },
        target: { kind: "gateway-key", id: ids[0] },
        environment: { id: production, name: "production" },
        before: { revoked: false },
        after: { revoked: true },
      },
    ]);
  });

  it("is filtered by action, kind of action, actor, target, environment and time", async () => {
    const { owner, ids, world, staging, production, userIds } = await withKeys(3);
    const count = async (filter: object) =>
      (await listAuditEvents({ ctx: owner, input: { filter, limit: 200 } })).events.length;
    expect(await count({ action: "gateway-key.create" })).toBe(3);
    expect(await count({ action: "gateway-key." })).toBe(4);
    expect(await count({ actorId: userIds.engineer, environmentId: production })).toBe(4);
    expect(await count({ actorId: userIds.viewer })).toBe(0);
    expect(await count({ targetKind: "gateway-key", targetId: ids[0] })).toBe(2);
    expect(await count({ environmentId: staging })).toBe(0);
    expect(await count({ fromMs: world.nowMs - 1_000, toMs: world.nowMs })).toBe(1);
    const terms = await listAuditTerms({ ctx: owner, input: { workspaceId: owner.workspaceId } });
    expect(terms).toMatchObject({
      actions: ["gateway-key.create", "gateway-key.revoke"],
      targetKinds: ["gateway-key"],
    });
  });

  it("is exported as CSV in which nothing is a formula, and the export stands in it", async () => {
    const { owner, world } = await withKeys(2, (n) => `k ${n}`);
    world.nowMs += 1_000;
    const input = { format: "csv", filter: { action: "gateway-key.create" } } as const;
    const { text, events, truncated, fileName } = await exportAuditEvents({ ctx: owner, input });
    expect({ events, truncated, fileName }).toMatchObject({ events: 2, truncated: false });
    const [header, ...lines] = text.trimEnd().split("\r\n");
    expect(header).toMatch(/^occurred_at,action,actor_kind/);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('"{""name"":""k 2""');
    const { events: newest } = await listAuditEvents({ ctx: owner, input: { limit: 1 } });
    expect(newest).toMatchObject([{ action: "audit-log.export", after: { format: "csv", events: 2 } }]);
  });

  it("is exported as the transaction of the export sees it", async () => {
    const { owner, production: environmentId } = await withKeys(1);
    const { events } = await owner.db.prisma.$transaction(async (transaction) => {
      const ctx = { ...owner, transaction };
      await createGatewayKey({ ctx, input: { environmentId, name: "uncommitted" } });
      const filter = { action: "gateway-key.create", environmentId };
      return exportAuditEvents({ ctx, input: { format: "json", filter } });
    });
    expect(events).toBe(2);
  });

  it("is not for engineers", async () => {
    const { ctx } = await withKeys(1);
    await expect(listAuditEvents({ ctx, input: {} })).rejects.toMatchObject({ code: "forbidden" });
  });
});
