import { spawnSync } from "node:child_process";

/**
 * Runs npm with the npm that started us, or else the one in PATH. Variables that a parent npm set for its own package are
 * taken out: they would aim the child at the wrong folder.
 *
 * @returns {number} exit status, -1 when npm could not be started
 */
export function npm(args, cwd) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|config_local_prefix)/i.test(name)),
  );
  const cli = process.env.npm_execpath;
  const options = { cwd, env, stdio: ["ignore", "ignore", "inherit"] };
  const result =
    cli && /npm-cli\.[cm]?js$/.test(cli)
      ? spawnSync(process.execPath, [cli, ...args], options)
      : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
  return result.status ?? -1;
}
