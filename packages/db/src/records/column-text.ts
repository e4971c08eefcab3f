import { storableText } from "./storable-text.ts";

type Bare = string | number | boolean | null;

// Each text grows by what is added to it and is laid out once, when it is sent: an array of pieces that is joined takes the
// pieces' room and time besides. Some columns say one thing of all that a route served in a moment: it is written once.

/** Of numbers, booleans and UUIDs, which an array literal takes without quotes. */
export function bareArray<Row>(rows: readonly Row[], read: (row: Row) => Bare): string {
  const [first] = rows;
  if (first === undefined) return "{}";
  const same = read(first);
  let at = countOfSame(rows, read, same);
  let text = `{${repeated(bareElement(same), at)}`;
  for (; at < rows.length; at++) text += `,${bareElement(read(rows[at]!))}`;
  return `${text}}`;
}

/** Of text that Postgres takes whatever is in it. What comes several times in a row is quoted once. */
export function textArray<Row>(rows: readonly Row[], read: (row: Row) => string | null): string {
  const [first] = rows;
  if (first === undefined) return "{}";
  let last = read(first);
  let at = countOfSame(rows, read, last);
  let element = textElement(last);
  let text = `{${repeated(element, at)}`;
  for (; at < rows.length; at++) {
    const value = read(rows[at]!);
    if (value !== last) element = textElement(value);
    last = value;
    text += `,${element}`;
  }
  return `${text}}`;
}

/**
 * Of JSON texts, which hold no line break of their own: one a line, an empty one for NULL. In an array literal each of
 * their many quotes would have to be escaped, which took longer than all the rest of a batch.
 */
export function lines<Row>(rows: readonly Row[], read: (row: Row) => string | null): string {
  let text = "";
  let between = "";
  for (const row of rows) {
    text += between + (read(row) ?? "");
    between = "\n";
  }
  return text;
}

/** How many rows from the first on say the same. */
function countOfSame<Row>(rows: readonly Row[], read: (row: Row) => Bare, same: Bare): number {
  let count = 1;
  while (count < rows.length && read(rows[count]!) === same) count++;
  return count;
}

const repeated = (element: string, count: number): string => element + `,${element}`.repeat(count - 1);

/** An element that is null leaves nothing between its commas, and Postgres wants a word there. */
const bareElement = (value: Bare): string => `${value ?? "NULL"}`;

const textElement = (value: string | null): string => (value === null ? "NULL" : quoted(storableText(value)));

const special = /["\\]/g;

const quoted = (text: string): string => `"${text.replace(special, "\\$&")}"`;
