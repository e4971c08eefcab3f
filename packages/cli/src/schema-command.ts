import { routingConfigJsonSchema } from "@meridian/routing-config";
import { type Command, UsageError } from "./command/command.ts";

/** `schema`: what editors complete and check routing documents with. */
export const schemaCommand: Command = {
  summary: "prints the JSON Schema of routing documents",
  usage: `npm run --silent cli -- schema > routing.schema.json

Prints the JSON Schema of routing documents, for editors that read YAML: with the YAML language server write
  # yaml-language-server: $schema=./routing.schema.json
as the first line of a document.`,
  run: async (args, console) => {
    if (args.length > 0) throw new UsageError(`schema takes no arguments, but was given ${args.join(" ")}.`);
    console.out(JSON.stringify(routingConfigJsonSchema(), null, 2));
    return 0;
  },
};
