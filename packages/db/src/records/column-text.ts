import { storableText } from "./storable-text.ts";

/** Of numbers, booleans and UUIDs, which an array literal takes without quotes. */
export function bareArray(values: readonly (string | number | boolean | null)[]): string {
  // An element that is null leaves nothing between its commas, and Postgres wants a word there.
  return `{${values.map((value) => value ?? "NULL").join()}}`;
}

/** Of text that Postgres takes whatever is in it. Most columns hold one name over and over: each is quoted once. */
export function textArray(values: readonly (string | null)[]): string {
  let last: string | null = null;
  let element = "NULL";
  const elements = values.map((value) => {
    if (value !== last) {
      last = value;
      element = value === null ? "NULL" : quoted(storableText(value));
    }
    return element;
  });
  return `{${elements.join()}}`;
}

/**
 * Of JSON texts, which hold no line break of their own: one a line, an empty one for NULL. In an array literal each of
 * their many quotes would have to be escaped, which took longer than all the rest of a batch.
 */
export const lines = (values: readonly (string | null)[]): string => values.map((value) => value ?? "").join("\n");

const special = /["\\]/g;

const quoted = (text: string): string => `"${text.replace(special, "\\$&")}"`;
