import { checkCommand } from "./check-command.ts";
import { runCommandLine } from "./command/run-command-line.ts";
import { diffCommand } from "./diff-command.ts";
import { loadCommand } from "./load-command.ts";

const commands = { check: checkCommand, diff: diffCommand, load: loadCommand };

process.exitCode = await runCommandLine(commands, process.argv.slice(2), {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
});
