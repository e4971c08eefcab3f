import { rmSync } from "node:fs";
import { enableGatewayRole, migrate } from "@meridian/db";
import {
  decideDemo,
  demoUsers,
  deriveGatewayKey,
  getInstallation,
  openOperations,
  type OperationParts,
  seedWorkspace,
} from "@meridian/operations";
import { demoRoutingConfig } from "@meridian/simulator";
import type { PrepareEnv } from "../env.ts";
import { awaitDatabase } from "./await-database.ts";
import { readDemoFile, writeDemoFile } from "./demo-file.ts";

/** What the processes of this copy are started with. */
export type Prepared = {
  readonly gatewayKey: string;
  readonly gatewayDatabaseUrl: string;
  /** Nobody real has an account yet. */
  readonly ownerMissing: boolean;
  /** null: this copy is without. */
  readonly demo: PreparedDemo | null;
};

type PreparedDemo = {
  readonly fleetPorts: readonly number[];
  readonly workspaceId: string;
  readonly environmentId: string;
  readonly users: readonly { readonly role: string; readonly email: string }[];
  readonly password: string;
  readonly gatewayKey: string;
};

/** Brings the database to the newest migration, sets up the gateways' role, and seeds the demo the first time if wanted. */
export async function prepareDatabase(env: PrepareEnv, say: (line: string) => void): Promise<Prepared> {
  await awaitDatabase(env.DATABASE_URL);
  say("Postgres is up");
  const applied = await migrate(env.DATABASE_URL);
  if (applied.length > 0) say(`Migrations applied: ${applied.join(", ")}`);
  const roleUrl = env.GATEWAY_DATABASE_URL ?? (await enableGatewayRole(env.DATABASE_URL, env.GATEWAY_ROLE_PASSWORD));
  if (roleUrl === null)
    say(
      "The gateway uses this database role itself: it may not set up one with fewer rights (see GATEWAY_DATABASE_URL)",
    );
  const operations = openOperations({ databaseUrl: env.DATABASE_URL, masterKey: env.MERIDIAN_MASTER_KEY, poolMax: 2 });
  const { parts } = operations;
  try {
    const wanted = { yes: true, no: false, as_before: null }[env.DEMO_WANTED];
    const present = (await decideDemo({ parts, input: { wanted } })) === "present";
    // A demo that was deleted leaves its passwords and ports behind.
    if (!present) rmSync(env.DEMO_FILE, { force: true });
    const demo = present ? await seedDemo(parts, env, say) : null;
    const { ownerMissing } = await getInstallation({ parts });
    return {
      gatewayKey: deriveGatewayKey(env.MERIDIAN_MASTER_KEY),
      gatewayDatabaseUrl: roleUrl ?? env.DATABASE_URL,
      ownerMissing,
      demo,
    };
  } finally {
    await operations.close();
  }
}

async function seedDemo(parts: OperationParts, env: PrepareEnv, say: (line: string) => void): Promise<PreparedDemo> {
  const remembered = await readDemoFile(env.DEMO_FILE);
  const { fleetPorts } = remembered;
  const seeded = await seedWorkspace({
    parts,
    input: { yaml: demoRoutingConfig(fleetPorts), demoFleetKey: env.DEMO_FLEET_KEY, demoFleetHosts: ["127.0.0.1"] },
  });
  if (seeded.kind === "seeded") {
    writeDemoFile(env.DEMO_FILE, { fleetPorts, password: seeded.password, gatewayKey: seeded.gatewayKey });
    say("Demo workspace seeded");
  }
  const { password, gatewayKey } = seeded.kind === "seeded" ? seeded : remembered;
  if (password === undefined || gatewayKey === undefined) {
    throw new Error(
      `The demo's password and key were kept in ${env.DEMO_FILE}, which is gone. Restore it, or delete the data folder to begin anew.`,
    );
  }
  const { workspaceId, environmentId } = seeded;
  const users = demoUsers.map(({ role, email }) => ({ role, email }));
  return { fleetPorts, workspaceId, environmentId, users, password, gatewayKey };
}
