import { storableText } from "./storable-text.ts";

/** `\u0000` and escaped halves of surrogate pairs, which JSON may hold and Postgres' text may not. */
const suspicious = /\\u0000|\\ud[89a-f]/;

/**
 * JSON that Postgres takes whatever callers put into names: NUL and lone surrogates become U+FFFD. Looking for them costs
 * one scan of the text; only a text that has some is made twice.
 */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  // Most texts have no escape at all, which is found far sooner.
  if (!json.includes("\\") || !suspicious.test(json)) return json;
  return JSON.stringify(value, (_, member: unknown) => (typeof member === "string" ? storableText(member) : member));
}
