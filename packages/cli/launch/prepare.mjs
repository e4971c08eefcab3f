import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inRoot } from "./place.mjs";
import { done, giveUp, say, seconds } from "./say.mjs";
import { runNode } from "./steps.mjs";

/** The database client, generated from prisma/schema.prisma when that changed. */
export async function generateDatabaseClient() {
  await onceFor(
    "database-client",
    [inRoot("prisma"), inRoot("packages", "db", "package.json")],
    inRoot("packages", "db", "src", "generated"),
    async () => {
      const { status, stderr, stdout } = await runNode([inRoot("packages", "db", "src", "generate-client-main.ts")]);
      if (status !== 0) giveUp(`The database client could not be generated:\n${stderr || stdout}`);
      done("Database client generated");
    },
  );
}

/** The web app, built when any source it is made of changed. */
export async function buildWeb() {
  const sources = ["apps", "packages"]
    .map((folder) => inRoot(folder))
    .concat(inRoot("package-lock.json"), inRoot("tsconfig.base.json"));
  await onceFor("web-build", sources, inRoot("apps", "web", ".next", "BUILD_ID"), async () => {
    const startedMs = Date.now();
    say("Building the web app (about half a minute) …");
    const turbo = inRoot("node_modules", "turbo", "bin", "turbo");
    const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
    const { status, stdout, stderr } = await runNode([turbo, "run", "build", "--output-logs=errors-only"], { env });
    if (status !== 0) giveUp(`The web app could not be built:\n${stdout}\n${stderr}`);
    done(`Web app built (${seconds(startedMs)})`);
  });
}

/** Runs `make` unless `result` exists and stems from these very sources. */
async function onceFor(name, sources, result, make) {
  const stamp = inRoot(".cache", `${name}.sha256`);
  const now = fingerprint(sources);
  if (existsSync(result) && existsSync(stamp) && readFileSync(stamp, "utf8") === now) return;
  await make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
}

/** What tools write beside sources. */
const generated = new Set(["node_modules", ".next", ".turbo", "generated", "next-env.d.ts", "tsconfig.tsbuildinfo"]);

function fingerprint(paths) {
  const hash = createHash("sha256");
  const visit = (path) => {
    let entries;
    try {
      entries = readdirSync(path, { withFileTypes: true });
    } catch {
      hash.update(path).update(readFileSync(path));
      return;
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (!generated.has(entry.name) && !/\.test\.tsx?$/.test(entry.name)) visit(join(path, entry.name));
    }
  };
  for (const path of paths) visit(path);
  return hash.digest("hex");
}
