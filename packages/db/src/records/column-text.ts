import { storableText } from "./storable-text.ts";

type Bare = string | number | boolean | null;

/** Of numbers, booleans and UUIDs, which an array literal takes without quotes. */
export function bareArray(values: readonly Bare[]): string {
  // An element that is null leaves nothing between its commas, and Postgres wants a word there.
  return sameArray(values, (value) => `${value ?? "NULL"}`) ?? `{${values.map((value) => value ?? "NULL").join()}}`;
}

/** Of text that Postgres takes whatever is in it. Most columns hold one name over and over: each is quoted once. */
export function textArray(values: readonly (string | null)[]): string {
  const same = sameArray(values, elementOf);
  if (same !== null) return same;
  let last: string | null = null;
  let element = "NULL";
  const elements = values.map((value) => {
    if (value !== last) {
      last = value;
      element = elementOf(value);
    }
    return element;
  });
  return `{${elements.join()}}`;
}

/** Of a column that says the same of all, as most do of what one route served in a moment; null when it does not. */
function sameArray<T extends Bare>(values: readonly T[], write: (value: T) => string): string | null {
  const [first] = values;
  if (first === undefined) return null;
  for (const value of values) if (value !== first) return null;
  const element = write(first);
  return `{${`${element},`.repeat(values.length - 1)}${element}}`;
}

const elementOf = (value: string | null): string => (value === null ? "NULL" : quoted(storableText(value)));

/**
 * Of JSON texts, which hold no line break of their own: one a line, an empty one for NULL. In an array literal each of
 * their many quotes would have to be escaped, which took longer than all the rest of a batch.
 */
export const lines = (values: readonly (string | null)[]): string => values.map((value) => value ?? "").join("\n");

const special = /["\\]/g;

const quoted = (text: string): string => `"${text.replace(special, "\\$&")}"`;
