import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { playwrightArgs, staticChecks, vitestArgs } from "./check-steps.mjs";
import { installDependencies } from "./install.mjs";
import { onParentGone } from "./parent-watch.mjs";
import { inRoot } from "./place.mjs";
import { buildWeb, generateDatabaseClient } from "./prepare.mjs";
import { done, failed, giveUp, say, seconds } from "./say.mjs";
import { runNode } from "./steps.mjs";

const usage = `npm test [-- parts]

Runs every check, or only the named parts: static, unit, integration, e2e.`;

const tally = { passed: 0, failed: 0 };

export async function main(args) {
  if (args.includes("--help")) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const isWanted = (name) => args.length === 0 || args.includes(name);
  const parts = {
    static: runStaticChecks,
    unit: () => runVitest("unit"),
    // They wait for most of their time, in which the app that the browser tests need is built.
    integration: () => Promise.all([runVitest("integration"), isWanted("e2e") && buildWeb()]),
    e2e: runBrowserTests,
  };
  const unknown = args.filter((name) => !Object.hasOwn(parts, name));
  if (unknown.length > 0) giveUp(`Unknown part ${unknown[0]}. There are: ${Object.keys(parts).join(", ")}.`);

  onParentGone(() => process.exit(1));
  const startedMs = Date.now();
  installDependencies();
  await generateDatabaseClient();
  for (const [name, run] of Object.entries(parts)) {
    if (isWanted(name)) await run();
  }
  say(`All checks took ${seconds(startedMs)}.`);
  process.stdout.write(`${tally.passed} passed, ${tally.failed} failed\n`);
  process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
}

function count(title, startedMs, passed, failures, output) {
  tally.passed += passed;
  tally.failed += failures;
  const figure = `${title}: ${passed} passed, ${failures} failed (${seconds(startedMs)})`;
  if (failures === 0) done(figure);
  else {
    say(output.trimEnd());
    failed(figure);
  }
}

async function runStaticChecks() {
  for (const { title, runs } of staticChecks()) {
    const startedMs = Date.now();
    const outputs = [];
    const waiting = [...runs];
    const lane = async () => {
      for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
        const { status, stdout, stderr } = await runNode(run);
        if (status !== 0) outputs.push(`${stdout}${stderr}`);
      }
    };
    await Promise.all(Array.from({ length: cpus().length }, lane));
    count(title, startedMs, outputs.length === 0 ? 1 : 0, outputs.length === 0 ? 0 : 1, outputs.join("\n"));
  }
}

/** A runner that crashed wrote no report, or one without tests: that is a failure too. */
function readCounts(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return { passed: 0, failures: 1 };
  }
}

async function runVitest(project) {
  const startedMs = Date.now();
  const report = reportFile(project);
  say(`Running ${project} tests …`);
  // Of what the runner says there, warnings of Node's own are nobody's progress.
  const onLine = (line) => /^\(node:\d+\)|^\(Use `node/.test(line) || say(`  ${line}`);
  const { status, stdout, stderr } = await runNode(vitestArgs(project, report), { onLine });
  const { passed, failures } = readCounts(report, (json) => ({
    passed: json.numPassedTests,
    failures: json.numFailedTests,
  }));
  count(`${project} tests`, startedMs, passed, status === 0 ? failures : Math.max(1, failures), `${stdout}\n${stderr}`);
}

async function runBrowserTests() {
  await buildWeb();
  const startedMs = Date.now();
  const report = reportFile("e2e");
  say("Running end-to-end tests in Chromium …");
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const onLine = (line) => say(`  ${line}`);
  // What it says is shown as it comes, failures included.
  const { status } = await runNode(playwrightArgs, { env, onLine, onOutputLine: onLine });
  const { passed, failures } = readCounts(report, ({ stats }) => ({
    passed: stats.expected,
    failures: stats.unexpected + stats.flaky,
  }));
  count("end-to-end tests", startedMs, passed, status === 0 ? failures : Math.max(1, failures), "");
}

function reportFile(name) {
  const folder = inRoot(".cache", "reports");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}
