import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { claim, runningLauncher } from "./claim.mjs";
import { databaseUrlOf, startPostgres } from "./database.mjs";
import { installDependencies } from "./install.mjs";
import { inRoot } from "./place.mjs";
import { generateDatabaseClient } from "./prepare.mjs";
import { fileOf, readOptions } from "./read-options.mjs";
import { done, failed, faint, GiveUp, giveUp, say, seconds } from "./say.mjs";
import { Services } from "./services.mjs";
import { prepareDataDir, readSettings } from "./settings.mjs";
import { runNode } from "./steps.mjs";

const usage = `npm run backup -- --to FILE [options]

Writes everything in the database, as it stands at one moment, into one file; Meridian may run meanwhile.
Not in it: sessions, mail that waits, which gateways run.

  --to FILE      must not exist yet
  --with-keys    also keys.json and demo.json of the data folder, sealed with MERIDIAN_BACKUP_PASSPHRASE. Without
                 keys.json a backup is worth little: keep it somewhere, in the backup or beside it

The rest of the file is not encrypted: it holds mail addresses, password hashes, sealed secrets, the request log.
Environment: MERIDIAN_DATA_DIR, POSTGRES_PORT, DATABASE_URL, MERIDIAN_MASTER_KEY as for npm start.`;

export async function main(args) {
  const options = readOptions(args, { to: { type: "string" }, "with-keys": { type: "boolean" } }, usage);
  if (options.help) return void process.stdout.write(`${usage}\n`);
  if (options.to === undefined) giveUp(`Name the file to write: --to FILE\n\n${usage}`);
  const file = fileOf(options.to);
  if (existsSync(file)) giveUp(`${file} exists already: name another file.`);

  const startedMs = Date.now();
  const dataDir = prepareDataDir();
  if (!process.env.DATABASE_URL && !existsSync(join(dataDir, "postgres")))
    giveUp(`There is no database in ${dataDir}: name the data folder with MERIDIAN_DATA_DIR.`);
  const settings = readSettings(dataDir);
  installDependencies();
  await generateDatabaseClient();
  if (runningLauncher(dataDir) !== null || settings.outsideDatabase) {
    process.exitCode = await writeBackup(settings, file, options, startedMs);
    return;
  }
  process.on("exit", claim(dataDir));
  const services = new Services(dataDir);
  try {
    startPostgres(services, settings);
    await services.stop(await writeBackup(settings, file, options, startedMs));
  } catch (error) {
    if (!(error instanceof GiveUp)) throw error;
    if (!services.stopping) failed(error.message);
    await services.stop(1);
  }
}

async function writeBackup(settings, file, options, startedMs) {
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrlOf(settings),
    MERIDIAN_MASTER_KEY: settings.keys.masterKey,
    BACKUP_FILE: file,
    BACKUP_KEYS_FROM: options["with-keys"] ? settings.dataDir : "",
  };
  const { status, stdout, stderr } = await runNode([inRoot("packages/worker/src/backup-main.ts")], {
    env,
    onLine: (line) => say(faint(line)),
  });
  if (status !== 0) giveUp(`No backup was written. ${stdout.trim() || stderr.trim()}`);
  const megabytes = (statSync(file).size / 1_048_576).toFixed(1);
  done(`Backup written: ${file} (${stdout}, ${megabytes} MB, ${seconds(startedMs)})`);
  if (!options["with-keys"])
    say(`It does not hold the keys: keep ${join(settings.dataDir, "keys.json")} as well, or use --with-keys.`);
  return 0;
}
