import { formatYamlPath, type YamlPath } from "../yaml-path.ts";
import { cursorPlace } from "./cursor-place.ts";
import { describePath, keysIn, schemaNodeAt, wordsIn } from "./schema-node.ts";

/** One thing that may be written where the cursor is. */
export type Completion = {
  readonly label: string;
  readonly kind: "key" | "word" | "name";
  readonly description: string | null;
};

/** `from` is where the word begins that a completion replaces. */
export type Completions = { readonly from: number; readonly options: readonly Completion[] };

/** What may be written at `offset` of an unfinished document: keys, words, and names that the document defines. */
export const completeAtOffset = (yaml: string, offset: number): Completions | null => {
  const place = cursorPlace(yaml, offset);
  if (place === null) return null;
  const node = schemaNodeAt(place.path);
  const keys = place.at === "key" ? keysIn(node) : [];
  const options: readonly Completion[] = [
    ...keys.map(
      (label): Completion => ({
        label,
        kind: "key",
        description: describePath(formatYamlPath([...place.path, label])),
      }),
    ),
    ...wordsIn(node).map((label): Completion => ({ label, kind: "word", description: null })),
    ...namesFor(place.path, yaml).map((label): Completion => ({ label, kind: "name", description: null })),
  ];
  return options.length === 0 ? null : { from: offset - place.typed.length, options };
};

/** Upstreams where one is referred to. */
const namesFor = (path: YamlPath, yaml: string): readonly string[] => {
  const last = path.at(-1);
  const refers =
    path[0] === "routes" && (last === "upstream" || (typeof last === "number" && path.at(-2) === "upstreams"));
  return refers ? upstreamNames(yaml) : [];
};

/** Names below `upstreams:` as far as an unfinished text tells. */
const upstreamNames = (yaml: string): readonly string[] => {
  const block = /^upstreams:[^\n]*\n((?:[ \t#][^\n]*(?:\n|$)|\r?\n)*)/m.exec(yaml)?.[1] ?? "";
  const indent = /^( +)[^\s#]/m.exec(block)?.[1];
  if (indent === undefined) return [];
  const names = block.matchAll(new RegExp(`^${indent}("[^"]+"|'[^']+'|[^\\s#"'][^\\s:]*(?::[^\\s:]+)*)\\s*:`, "gm"));
  return [...names].map(([, name]) => (name ?? "").replaceAll(/^["']|["']$/g, ""));
};
