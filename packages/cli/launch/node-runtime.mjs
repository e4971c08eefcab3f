import { spawn } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { npm } from "./npm-command.mjs";
import { inRoot } from "./place.mjs";
import { giveUp, say } from "./say.mjs";

const nodeVersion = "24.21.0";
const npmVersion = "11.19.1";

/** Node ≥ 22.18 runs TypeScript sources as they are. */
export function isRecentNode(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/** Becomes the thin parent of a current Node that runs the same command. */
export function rerunWithCurrentNode(args) {
  const { node, npmCli } = fetchNode();
  const env = {
    ...process.env,
    PATH: dirname(node) + delimiter + process.env.PATH,
    npm_execpath: npmCli,
    npm_node_execpath: node,
    NODE: node,
    MERIDIAN_LIFELINE_FD: "3",
  };
  // The pipe on fd 3 closes when this process dies, however it dies: the child then stops everything.
  const child = spawn(node, [inRoot("packages", "cli", "launch", "launch.mjs"), ...args], {
    stdio: ["inherit", "inherit", "inherit", "pipe"],
    env,
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) child.kill("SIGTERM");
    }, 500).unref();
  }
  child.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}

/** Node as npm packages carry it: the real binary, no install script. Kept in `.cache`, fetched once. */
function fetchNode() {
  const pkg = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const home = inRoot(".cache", `${pkg}-${nodeVersion}-npm-${npmVersion}`);
  const node = join(home, "node_modules", pkg, "bin", process.platform === "win32" ? "node.exe" : "node");
  const npmCli = join(home, "node_modules", "npm", "bin", "npm-cli.js");
  if (existsSync(node) && existsSync(npmCli)) return { node, npmCli };

  say(`This is Node ${process.versions.node}; Meridian runs on Node ${nodeVersion}. Fetching it into .cache (once) …`);
  const fresh = `${home}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  writeFileSync(join(fresh, "package.json"), "{}\n");
  const status = npm(
    [
      "install",
      "--prefix",
      fresh,
      "--no-audit",
      "--no-fund",
      "--ignore-scripts",
      "--no-package-lock",
      "--loglevel=error",
      `${pkg}@${nodeVersion}`,
      `npm@${npmVersion}`,
    ],
    fresh,
  );
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    giveUp(
      `Node ${nodeVersion} could not be fetched from the npm registry. Check the network, or install Node ≥ 22.18 by hand and run this again.`,
    );
  }
  try {
    renameSync(fresh, home);
  } catch {
    rmSync(fresh, { recursive: true, force: true }); // another launcher was faster
  }
  return { node, npmCli };
}
