import { checkRoutingConfig, type Diagnostic } from "@meridian/routing-config";
import { type Command, UsageError } from "./command/command.ts";
import { readArguments } from "./command/read-arguments.ts";
import { readTextFile } from "./command/read-text-file.ts";

/** `check FILE`: the checker of editor, publish and gateway, on the command line. */
export const checkCommand: Command = {
  summary: "checks a routing document",
  usage: `npm run cli -- check FILE [options]

Prints every problem with line, column and a hint. Exit code 0: it can be served; 1: it cannot.

  --mode MODE   file: a gateway runs from it (default); workspace: it is published in one
  --json        prints the diagnostics as JSON`,
  run: async (args, console) => {
    const { values, positionals } = readArguments({
      args: [...args],
      allowPositionals: true,
      options: { mode: { type: "string", default: "file" }, json: { type: "boolean", default: false } },
    });
    const { mode } = values;
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new UsageError("Name one file.");
    if (mode !== "file" && mode !== "workspace") throw new UsageError(`--mode is file or workspace, not ${mode}.`);

    const { diagnostics } = checkRoutingConfig(await readTextFile(file), { mode });
    if (values.json) console.out(JSON.stringify(diagnostics, null, 2));
    else for (const line of report(file, diagnostics)) console.out(line);
    return diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
  },
};

function report(file: string, diagnostics: readonly Diagnostic[]): string[] {
  const lines = diagnostics.map(({ range: { start }, severity, code, message, hint }) => {
    const place = `${file}:${start.line}:${start.column}`;
    return `${place} ${severity}: ${message} [${code}]${hint ? `\n    ${hint}` : ""}`;
  });
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const others = diagnostics.length - errors;
  if (errors > 0) return [...lines, `${counted(errors, "error")}: it cannot be served.`];
  return [...lines, others > 0 ? `It can be served; ${counted(others, "remark")}.` : "It can be served."];
}

const counted = (n: number, word: string) => `${n} ${word}${n === 1 ? "" : "s"}`;
