import { readdirSync } from "node:fs";
import { cpus } from "node:os";
import { inRoot } from "./place.mjs";

const bin = (...parts) => inRoot("node_modules", ...parts);
const tsc = bin("@typescript", "native", "bin", "tsc");
const typed = () => [
  ...readdirSync(inRoot("packages")).map((name) => inRoot("packages", name, "tsconfig.json")),
  inRoot("apps", "web", "tsconfig.json"),
  inRoot("e2e", "tsconfig.json"),
];

/**
 * The static checks: each a title and the Node programs it runs, all of which must end with 0.
 *
 * @returns {{ title: string, runs: string[][] }[]}
 */
export const staticChecks = () => [
  { title: "format", runs: [[bin("@biomejs", "biome", "bin", "biome"), "format", "."]] },
  { title: "lint", runs: [[bin("oxlint", "bin", "oxlint"), "--type-aware", "--quiet", "."]] },
  { title: "types", runs: typed().map((project) => [tsc, "-p", project]) },
  {
    title: "structure (import table, cycles)",
    runs: [
      [
        bin("dependency-cruiser", "bin", "dependency-cruiser.mjs"),
        "--config",
        ".dependency-cruiser.cjs",
        "packages",
        "apps/web/src",
        "e2e",
      ],
    ],
  },
  { title: "dead code", runs: [[bin("knip", "bin", "knip.js"), "--no-progress", "--no-config-hints"]] },
];

export const vitestArgs = (project, reportFile) => [
  bin("vitest", "vitest.mjs"),
  "run",
  "--project",
  project,
  "--reporter=dot",
  `--reporter=${inRoot("packages", "cli", "launch", "vitest-progress.mjs")}`,
  "--reporter=json",
  `--outputFile.json=${reportFile}`,
  // Tests wait for sockets, databases and processes as much as they compute.
  `--maxWorkers=${Math.max(2, cpus().length) + 1}`,
];

export const playwrightArgs = [
  bin("@playwright", "test", "cli.js"),
  "test",
  "--config",
  inRoot("e2e", "playwright.config.ts"),
];
