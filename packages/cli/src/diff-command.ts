import {
  diffRoutingDocuments,
  parseRoutingDocument,
  type RoutingDocument,
  summariseChanges,
} from "@meridian/routing-config";
import { type Command, UsageError } from "./command/command.ts";
import { readArguments } from "./command/read-arguments.ts";
import { readTextFile } from "./command/read-text-file.ts";

/** `diff BEFORE AFTER`: what a change of a routing document means. */
export const diffCommand: Command = {
  summary: "says in plain English what changes between two routing documents",
  usage: `npm run cli -- diff BEFORE AFTER [options]

Compares meaning, not text: order of keys, comments and layout do not count. Exit code 0: nothing changes; 1: something does.

  --json   prints the changes as JSON`,
  run: async (args, console) => {
    const { values, positionals } = readArguments({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: "boolean", default: false } },
    });
    const [before, after] = positionals;
    if (before === undefined || after === undefined || positionals.length > 2) throw new UsageError("Name two files.");

    const changes = diffRoutingDocuments(await readDocument(before), await readDocument(after));
    if (values.json) console.out(JSON.stringify(changes, null, 2));
    else if (changes.length === 0) console.out("Nothing changes.");
    else for (const sentence of summariseChanges(changes)) console.out(sentence);
    return changes.length === 0 ? 0 : 1;
  },
};

async function readDocument(file: string): Promise<RoutingDocument> {
  const { document, diagnostics } = parseRoutingDocument(await readTextFile(file));
  if (document) return document;
  const first = diagnostics.find(({ severity }) => severity === "error");
  const where = first
    ? `:${first.range.start.line}:${first.range.start.column}: ${first.message}`
    : " is not a routing document.";
  throw new UsageError(`${file}${where}\nRun check on it first.`);
}
