import { readdirSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureDatabase } from "../ensure-database.ts";
import { enableGatewayRole } from "../gateway-control/gateway-role.ts";
import { createTestDatabase, type TestDatabase } from "../testing/create-test-database.ts";
import { drift, migrate } from "./migrate.ts";

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

describe("migrations", () => {
  it("two starts at once on an empty database apply each migration once, and a third nothing", async () => {
    const url = new URL(database.url);
    url.pathname += "_fresh";
    await ensureDatabase(url.href);
    const applied = await Promise.all([migrate(url.href), migrate(url.href)]);
    const all = readdirSync(new URL("../../../../prisma/migrations", import.meta.url)).filter((name) => /^\d/.test(name));
    expect(applied.map((names) => [...names]).sort((a, b) => a.length - b.length)).toEqual([[], all.sort()]);
    expect(await migrate(url.href)).toEqual([]);
  });

  it("leave no difference between the database and the schema", async () => {
    expect(await drift(database.url)).toMatch(/^(-- This is an empty migration\.\s*)?$/);
  });
});

describe("the migrated database", () => {
  const workspace = "0198a1b2-0000-7000-8000-000000000010";

  beforeAll(async () => {
    await client.query("INSERT INTO workspaces (id, slug, name) VALUES ($1, 'w', 'W')", [workspace]);
    await client.query(
      "INSERT INTO audit_events (id, workspace_id, action, actor_kind, actor_name, target_kind, target_id) VALUES (gen_random_uuid(), $1, 'a', 'user', 'Erin', 't', '1')",
      [workspace],
    );
  });

  it.each(["UPDATE audit_events SET action = 'b'", "DELETE FROM audit_events", "TRUNCATE audit_events"])(
    "refuses %s even to its owner",
    async (sql) => {
      await expect(client.query(sql)).rejects.toThrow("append-only");
    },
  );

  it("refuses to change a published config version", async () => {
    await client.query(
      "INSERT INTO config_versions (id, workspace_id, number, yaml, sha256, message, author_name) VALUES (gen_random_uuid(), $1, 1, 'a', 'b', 'c', 'd')",
      [workspace],
    );
    await expect(client.query("UPDATE config_versions SET yaml = 'x'")).rejects.toThrow("immutable");
  });

  it("ties what belongs together: every reference between an environment's rows carries its workspace or environment", async () => {
    const { rows } = await client.query<{ from: string; to: string; columns: number }>(
      `SELECT conrelid::regclass::text AS "from", confrelid::regclass::text AS "to", cardinality(conkey) AS columns
       FROM pg_constraint WHERE contype = 'f' AND confrelid::regclass::text IN ('config_versions', 'deployments', 'environments')`,
    );
    const single = rows.filter(({ columns }) => columns === 1).map(({ from, to }) => `${from} → ${to}`);
    // These have no workspace of their own: the environment is it.
    expect(single.sort()).toEqual([
      "credential_uses → environments",
      "environment_snapshots → environments",
      "gateway_applications → environments",
    ]);
    expect(rows.length).toBeGreaterThan(single.length);
  });

  it("lets the gateway's role read snapshots, and neither users nor secrets nor keys nor audit events", async () => {
    const url = await enableGatewayRole(database.url, "a-password-for-tests");
    expect(url).not.toBeNull();
    const gateway = new pg.Client({ connectionString: url ?? "" });
    await gateway.connect();
    try {
      await expect(gateway.query("SELECT * FROM environment_snapshots")).resolves.toMatchObject({ rowCount: 0 });
      await gateway.query("SELECT ensure_request_partitions(current_date)");
      for (const table of ["users", "secrets", "gateway_keys", "audit_events", "config_versions", "memberships"]) {
        await expect(gateway.query(`SELECT * FROM ${table}`)).rejects.toThrow("permission denied");
      }
      await expect(gateway.query("DELETE FROM requests")).rejects.toThrow("permission denied");
      await expect(gateway.query("UPDATE environment_snapshots SET serial = 1")).rejects.toThrow("permission denied");
    } finally {
      await gateway.end();
    }
  });
});
