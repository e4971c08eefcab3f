// Runs once at every start, before anything else uses the database. Progress on stderr; on stdout the result as JSON, or
// why there is none, with exit code 1.
import { readPrepareEnv } from "./env.ts";
import { prepareDatabase } from "./prepare/prepare-database.ts";

// Both ways end the process: the migration engine leaves a timer of 10 s behind (its wait for a lock), which would hold it.
try {
  const prepared = await prepareDatabase(readPrepareEnv(), (line) => process.stderr.write(`${line}\n`));
  process.stdout.write(JSON.stringify(prepared), () => process.exit(0));
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
}
