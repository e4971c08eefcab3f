import { existsSync } from "node:fs";
import { join } from "node:path";
import { claim } from "./claim.mjs";
import { databaseUrlOf, startPostgres } from "./database.mjs";
import { installDependencies } from "./install.mjs";
import { inRoot } from "./place.mjs";
import { generateDatabaseClient } from "./prepare.mjs";
import { fileOf, readOptions } from "./read-options.mjs";
import { done, failed, faint, GiveUp, giveUp, say, seconds } from "./say.mjs";
import { Services } from "./services.mjs";
import { prepareDataDir, readSettings } from "./settings.mjs";
import { runNode } from "./steps.mjs";

const usage = `npm run restore -- --from FILE [options]

Puts a backup into an empty installation, and brings it to this release's tables. Meridian must not run meanwhile.

  --from FILE    a file that npm run backup wrote, of this release or an older one
  --force        overwrites an installation that holds something: all of it is lost

A data folder without keys.json takes the keys in the backup, which MERIDIAN_BACKUP_PASSPHRASE opens.
Environment: MERIDIAN_DATA_DIR, POSTGRES_PORT, DATABASE_URL, MERIDIAN_MASTER_KEY as for npm start.`;

export async function main(args) {
  const options = readOptions(args, { from: { type: "string" }, force: { type: "boolean" } }, usage);
  if (options.help) return void process.stdout.write(`${usage}\n`);
  if (options.from === undefined) giveUp(`Name the file to restore: --from FILE\n\n${usage}`);
  const file = fileOf(options.from);
  if (!existsSync(file)) giveUp(`There is no file ${file}.`);

  const startedMs = Date.now();
  const dataDir = prepareDataDir();
  process.on("exit", claim(dataDir));
  installDependencies();
  await generateDatabaseClient();
  if (!existsSync(join(dataDir, "keys.json")) && !process.env.MERIDIAN_MASTER_KEY) {
    const written = await run("restore-keys-main.ts", { RESTORE_FILE: file, RESTORE_KEYS_TO: dataDir });
    done(`Keys restored: ${written}`);
  }
  const settings = readSettings(dataDir);
  const services = new Services(dataDir);
  try {
    startPostgres(services, settings);
    const answer = await run("restore-main.ts", {
      DATABASE_URL: databaseUrlOf(settings),
      MERIDIAN_MASTER_KEY: settings.keys.masterKey,
      RESTORE_FILE: file,
      RESTORE_FORCE: options.force ? "1" : "0",
    });
    done(`Restored (${answer}, ${seconds(startedMs)}). Start it: npm start`);
    await services.stop(0);
  } catch (error) {
    if (!(error instanceof GiveUp)) throw error;
    if (!services.stopping) failed(error.message);
    await services.stop(1);
  }
}

async function run(program, given) {
  const { status, stdout, stderr } = await runNode([inRoot("packages/worker/src", program)], {
    env: { ...process.env, ...given },
    onLine: (line) => say(faint(line)),
  });
  if (status !== 0) giveUp(`Nothing was restored. ${stdout.trim() || stderr.trim()}`);
  return stdout;
}
