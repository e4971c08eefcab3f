import { type Command, type Console, UsageError } from "./command.ts";

/**
 * Runs the command that the first argument names.
 *
 * @returns the exit code: the command's own, or 2 for a wrong call
 */
export async function runCommandLine(
  commands: Readonly<Record<string, Command>>,
  args: readonly string[],
  console: Console,
): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "help") {
    console.out(overview(commands));
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    console.err(`There is no command ${name}.\n\n${overview(commands)}`);
    return 2;
  }
  if (rest.includes("--help")) {
    console.out(command.usage);
    return 0;
  }
  try {
    return await command.run(rest, console);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.err(`${error.message}\n\n${command.usage}`);
    return 2;
  }
}

function overview(commands: Readonly<Record<string, Command>>): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(8)}${summary}`);
  return `npm run cli -- COMMAND [options]\n\n${lines.join("\n")}\n\nEach command has --help.`;
}
