// Runs once at every start, before anything else uses the database. Progress on stderr, the result as JSON on stdout.
import { readPrepareEnv } from "./env.ts";
import { prepareDatabase } from "./prepare/prepare-database.ts";

try {
  const prepared = await prepareDatabase(readPrepareEnv(), (line) => process.stderr.write(`${line}\n`));
  process.stdout.write(JSON.stringify(prepared));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
