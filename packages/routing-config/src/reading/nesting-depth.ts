import type { CST } from "yaml";

/** Deeper documents are refused before anything recursive reads them. The language itself nests 9 levels. */
export const deepestNesting = 40;

/** Offset of the first value that is nested too deeply; null when there is none. Iterative: depth costs no stack. */
export const firstTooDeep = (tokens: readonly CST.Token[]): number | null => {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  let first: number | null = null;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > deepestNesting) {
      const offset = "offset" in token && typeof token.offset === "number" ? token.offset : 0;
      first = first === null ? offset : Math.min(first, offset);
      continue;
    }
    for (const child of childrenOf(token)) open.push({ token: child, depth: depth + 1 });
  }
  return first;
};

const childrenOf = (token: CST.Token): readonly CST.Token[] => {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (token.type !== "block-map" && token.type !== "block-seq" && token.type !== "flow-collection") return [];
  return token.items.flatMap((item) => [item.key, item.value].filter((child) => child !== undefined && child !== null));
};
