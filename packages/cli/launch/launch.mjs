// The root of `npm start` and `npm test`. Plain JavaScript for Node ≥ 18 without dependencies: it runs before anything is
// installed, and puts a current Node under everything else when the one at hand is too old.
import { isRecentNode, rerunWithCurrentNode } from "./node-runtime.mjs";
import { inRoot } from "./place.mjs";
import { failed, GiveUp } from "./say.mjs";

const commands = {
  start: () => import("./start.mjs"),
  dev: () => import("./dev.mjs"),
  backup: () => import("./backup.mjs"),
  restore: () => import("./restore.mjs"),
  test: () => import("./test.mjs"),
  run: () => import("./run-command.mjs"),
};

const [name = "start", ...args] = process.argv.slice(2);
if (!Object.hasOwn(commands, name)) {
  process.stderr.write(`There is no command "${name}". There are: ${Object.keys(commands).join(", ")}.\n`);
  process.exit(2);
}

// What one process has compiled no other one compiles again: each starts in half of the CPU time.
process.env.NODE_COMPILE_CACHE ??= inRoot(".cache", "compiled");

try {
  if (isRecentNode(process.versions.node)) {
    const { main } = await commands[name]();
    await main(args);
  } else {
    rerunWithCurrentNode([name, ...args]);
  }
} catch (error) {
  if (!(error instanceof GiveUp)) throw error;
  failed(error.message);
  process.exitCode = 1;
}
