import { checkCommand } from "./check-command.ts";
import { runCommandLine } from "./command/run-command-line.ts";
import { diffCommand } from "./diff-command.ts";
import { doctorCommand } from "./doctor-command.ts";
import { explainCommand } from "./explain-command.ts";
import { loadCommand } from "./load-command.ts";
import { schemaCommand } from "./schema-command.ts";

const commands = {
  check: checkCommand,
  diff: diffCommand,
  doctor: doctorCommand,
  explain: explainCommand,
  schema: schemaCommand,
  load: loadCommand,
};

// Whoever reads has read enough: `cli schema | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

process.exitCode = await runCommandLine(commands, process.argv.slice(2), {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
});
