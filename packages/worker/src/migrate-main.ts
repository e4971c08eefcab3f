// Before the processes of a release start without the launcher: the newest tables, and the role of gateways. Once for each
// database, as often as one likes. DATABASE_URL; GATEWAY_ROLE_PASSWORD lets gateways sign in as meridian_gateway.
import { enableGatewayRole, migrate } from "@meridian/db";
import { runProgram } from "./backup/run-program.ts";
import { readMigrateEnv } from "./env.ts";
import { awaitDatabase } from "./prepare/await-database.ts";

await runProgram(async (say) => {
  const env = readMigrateEnv();
  await awaitDatabase(env.DATABASE_URL);
  const applied = await migrate(env.DATABASE_URL);
  for (const name of applied) say(`Applied ${name}`);
  const password = env.GATEWAY_ROLE_PASSWORD;
  if (password !== undefined && (await enableGatewayRole(env.DATABASE_URL, password)) === null)
    say("The role meridian_gateway could not be set up: gateways need this database's own role.");
  return applied.length > 0
    ? "The database is at the newest migration.\n"
    : "The database was at the newest migration.\n";
});
