import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { giveUp } from "./say.mjs";

/** The options of one command; what is wrong ends it with a sentence and its usage. */
export function readOptions(args, options, usage) {
  try {
    const { values } = parseArgs({ args, options: { ...options, help: { type: "boolean" } }, allowPositionals: false });
    return values;
  } catch (error) {
    return giveUp(`${error.message}\n\n${usage}`);
  }
}

/** A file that the user named, from where the user is: npm runs scripts in the checkout. */
export const fileOf = (path) => resolve(process.env.INIT_CWD ?? process.cwd(), path);
