import type { CST } from "yaml";

/** Deeper documents are refused before anything recursive reads them. The language itself nests 9 levels. */
export const deepestNesting = 40;

/** More entries of maps and lists than a document of 1 MB has when it says something; bounds the time of a check. */
export const mostEntries = 150_000;

type Extent =
  | { readonly ok: true }
  | { readonly ok: false; readonly what: "too_deep" | "too_many"; readonly offset: number };

/** Whether the text is within both bounds. Iterative: depth costs no stack. */
export const measureTokens = (tokens: readonly CST.Token[]): Extent => {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  let entries = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > deepestNesting) return { ok: false, what: "too_deep", offset: token.offset };
    if (token.type === "document" && token.value !== undefined) open.push({ token: token.value, depth });
    if ("end" in token && token.end) entries += token.end.filter(isStray).length;
    if (entries > mostEntries) return { ok: false, what: "too_many", offset: token.offset };
    if (token.type !== "block-map" && token.type !== "block-seq" && token.type !== "flow-collection") continue;
    for (const { start } of token.items) entries += 1 + start.filter(isMeant).length;
    if (entries > mostEntries) return { ok: false, what: "too_many", offset: token.offset };
    for (const { key, value } of token.items) {
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
  return { ok: true };
};

/** Commas, anchors, tags and the like that wait for a value; not space and comments. */
const isMeant = ({ type }: CST.SourceToken): boolean => type === "comma" || type === "anchor" || type === "tag";

/** What follows a value and is neither space nor comment is an error each. */
const isStray = ({ type }: CST.SourceToken): boolean => type !== "space" && type !== "newline" && type !== "comment";
