import { afterEach, expect, it } from "vitest";
import { emptyDatabase, type OwnDatabase, releaseDatabase } from "../../test/release-database.ts";
import { knownMigrations, migrate } from "../migrations/migrate.ts";
import { inspectDatabase } from "./inspect-database.ts";

let database: OwnDatabase | null = null;
afterEach(async () => {
  await database?.drop();
  database = null;
});

const known = knownMigrations().map(({ name }) => name);

it("finds nothing but pending migrations in an empty database, and changes nothing", async () => {
  database = await emptyDatabase();
  const { version, nowMs, migrations, gateways } = await inspectDatabase(database.url);
  expect(version).toMatch(/^18\.\d+$/);
  expect(nowMs).toBeGreaterThan(1_700_000_000_000);
  expect({ migrations, gateways }).toEqual({
    migrations: { applied: [], pending: known, failed: [], unknown: [] },
    gateways: [],
  });
  expect((await database.client.query("SELECT FROM pg_tables WHERE schemaname = 'public'")).rowCount).toBe(0);
});

it("tells which gateways live, and which of them serve what is deployed", async () => {
  database = await releaseDatabase("0.1.0");
  await migrate(database.url);
  await database.client.query(`
    INSERT INTO gateway_instances (id, name, epoch, live_url, version, started_at, heartbeat_at, stopped_at)
    SELECT gen_random_uuid(), name, 1, '', '0.1.0', now(), now() - interval '7 seconds', stopped
    FROM (VALUES ('gateway-1', NULL::timestamptz), ('gateway-2', now())) AS v (name, stopped);
    INSERT INTO gateway_applications (gateway_instance_id, environment_id, deployment_id, serial, state, diagnostics, reported_at)
    SELECT g.id, d.environment_id, d.id, 1, 'applied', '[]', now() FROM gateway_instances g, deployments d`);
  const { migrations, gateways, environments } = await inspectDatabase(database.url);
  expect(migrations).toEqual({ applied: known, pending: [], failed: [], unknown: [] });
  expect(gateways).toMatchObject([{ name: "gateway-1", version: "0.1.0" }]);
  expect(gateways[0]?.heartbeatAgeMs).toBeGreaterThanOrEqual(7_000);
  expect(environments).toEqual([
    { name: "demo/production", configVersion: 1, appliedBy: ["gateway-1"], rejectedBy: [] },
  ]);
});

it("tells of migrations that failed half way, and of those that a newer release applied", async () => {
  database = await releaseDatabase("0.1.0");
  await database.client.query(
    "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('a', '', '20990101000000_later', now()), ('b', '', $1, NULL)",
    [known[1]],
  );
  const { migrations } = await inspectDatabase(database.url);
  expect(migrations).toMatchObject({ failed: [known[1]], unknown: ["20990101000000_later"], pending: known.slice(2) });
});
