// Prints what a diagnosis wants to know of the database that DATABASE_URL names, as JSON; or why it cannot, with exit code 1.
import { inspectDatabase } from "@meridian/db";
import { runProgram } from "./backup/run-program.ts";
import { readInspectEnv } from "./env.ts";

await runProgram(async () => JSON.stringify(await inspectDatabase(readInspectEnv().DATABASE_URL)));
