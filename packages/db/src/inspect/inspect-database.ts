import pg from "pg";
import { knownMigrations } from "../migrations/migrate.ts";

/** What a diagnosis wants to know of a database. */
export type DatabaseFacts = {
  /** For example "18.4". */
  readonly version: string;
  /** The server's clock, epoch ms. */
  readonly nowMs: number;
  readonly bytes: number;
  readonly migrations: {
    readonly applied: readonly string[];
    readonly pending: readonly string[];
    readonly failed: readonly string[];
    /** Applied, and not known to this release. */
    readonly unknown: readonly string[];
  };
  /** Those that have not said goodbye. */
  readonly gateways: readonly { readonly name: string; readonly version: string; readonly heartbeatAgeMs: number }[];
  /** Those with something to serve. */
  readonly environments: readonly {
    readonly name: string;
    readonly configVersion: number;
    /** Names of gateways that serve it, and of those that refused it. */
    readonly appliedBy: readonly string[];
    readonly rejectedBy: readonly string[];
  }[];
};

type MigrationRow = { readonly name: string; readonly done: boolean };

/** Looks, and changes nothing. @throws the driver's error when the database cannot be reached */
export async function inspectDatabase(url: string): Promise<DatabaseFacts> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {}); // the query that runs tells
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string; now: string; bytes: string }>(
      `SELECT split_part(current_setting('server_version'), ' ', 1) AS version, extract(epoch FROM clock_timestamp()) * 1000 AS now,
        pg_database_size(current_database()) AS bytes`,
    );
    const [server] = rows;
    const migrations = await inspectMigrations(client);
    const usable = migrations.pending.length === 0 && migrations.failed.length === 0;
    return {
      version: server?.version ?? "",
      nowMs: Number(server?.now),
      bytes: Number(server?.bytes),
      migrations,
      ...(usable ? await inspectService(client) : { gateways: [], environments: [] }),
    };
  } finally {
    await client.end().catch(() => {});
  }
}

async function inspectMigrations(client: pg.ClientBase): Promise<DatabaseFacts["migrations"]> {
  const known = knownMigrations().map(({ name }) => name);
  const { rows: there } = await client.query("SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS there");
  if (!there[0]?.there) return { applied: [], pending: known, failed: [], unknown: [] };
  const { rows } = await client.query<MigrationRow>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS done FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
  const applied = rows.filter(({ done }) => done).map(({ name }) => name);
  return {
    applied,
    pending: known.filter((name) => !rows.some((row) => row.name === name)),
    failed: rows.filter(({ done }) => !done).map(({ name }) => name),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

async function inspectService(client: pg.ClientBase): Promise<Pick<DatabaseFacts, "gateways" | "environments">> {
  const { rows: gateways } = await client.query<DatabaseFacts["gateways"][number]>(
    `SELECT name, version, (extract(epoch FROM clock_timestamp() - heartbeat_at) * 1000)::float8 AS "heartbeatAgeMs"
     FROM gateway_instances WHERE stopped_at IS NULL AND heartbeat_at > now() - interval '1 hour' ORDER BY name`,
  );
  const { rows: environments } = await client.query<DatabaseFacts["environments"][number]>(
    `SELECT w.slug || '/' || e.name AS name, v.number AS "configVersion",
      coalesce(array_agg(g.name) FILTER (WHERE a.state = 'applied' AND g.name IS NOT NULL), '{}') AS "appliedBy",
      coalesce(array_agg(g.name) FILTER (WHERE a.state = 'rejected' AND g.name IS NOT NULL), '{}') AS "rejectedBy"
     FROM deployments d JOIN environments e ON e.id = d.environment_id JOIN workspaces w ON w.id = e.workspace_id
      JOIN config_versions v ON v.id = d.config_version_id
      LEFT JOIN gateway_applications a ON a.deployment_id = d.id
      LEFT JOIN gateway_instances g ON g.id = a.gateway_instance_id AND g.stopped_at IS NULL
     WHERE d.state = 'completed' GROUP BY 1, 2 ORDER BY 1`,
  );
  return { gateways, environments };
}
