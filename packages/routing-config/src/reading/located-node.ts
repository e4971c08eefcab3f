import { standIn } from "../schema/scalar.ts";
import type { YamlPath } from "../yaml-path.ts";

/** Offsets into the text; `end` is exclusive. */
export type Span = { readonly start: number; readonly end: number };

/** A YAML value with its place in the text. */
export type LocatedNode = {
  readonly span: Span;
  /** Place of the key that holds the value; null in lists and at the root. */
  readonly keySpan: Span | null;
  readonly content:
    | { readonly kind: "map"; readonly entries: ReadonlyMap<string, LocatedNode> }
    | { readonly kind: "list"; readonly items: readonly LocatedNode[] }
    | { readonly kind: "scalar"; readonly value: unknown }
    /** Something the language refuses, already reported. */
    | { readonly kind: "refused" };
};

const childOf = (node: LocatedNode, part: string | number): LocatedNode | undefined => {
  const { content } = node;
  if (content.kind === "map") return content.entries.get(String(part));
  return content.kind === "list" && typeof part === "number" ? content.items[part] : undefined;
};

/** The node at `path`, or its nearest ancestor when there is none (a key that is missing). */
export const nearestNode = (
  root: LocatedNode,
  path: YamlPath,
): { readonly node: LocatedNode; readonly exact: boolean } => {
  let node = root;
  for (const part of path) {
    const child = childOf(node, part);
    if (child === undefined) return { node, exact: false };
    node = child;
  }
  return { node, exact: true };
};

/** The value at `path` as JavaScript data; undefined when there is none. */
export const valueAt = (root: LocatedNode, path: YamlPath): unknown => {
  const { node, exact } = nearestNode(root, path);
  return exact ? plainValue(node) : undefined;
};

/** The node as JavaScript data, with stand-ins for what was refused. */
export const plainValue = (node: LocatedNode): unknown => {
  const { content } = node;
  if (content.kind === "scalar") return content.value;
  if (content.kind === "list") return content.items.map(plainValue);
  if (content.kind === "refused") return standIn;
  const map: Record<string, unknown> = {};
  for (const [key, child] of content.entries) map[key] = plainValue(child);
  return map;
};
