import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import type { Finding } from "../finding.ts";
import type { YamlPath } from "../yaml-path.ts";
import type { LocatedNode, Span } from "./located-node.ts";

/** A problem of the text itself, at a place that no path names. */
export type SpanFinding = Finding & { readonly span: Span };

/**
 * YAML nodes → located nodes. What YAML can say and the language refuses (aliases, merge keys, duplicate keys, tags, keys
 * that are not text) is reported and left out. Recursive: call it only on text whose depth was bounded.
 */
export const locateNodes = (root: Node, report: (finding: SpanFinding) => void): LocatedNode => {
  const refuse = (code: Finding["code"], path: YamlPath, span: Span, message: string, hint: string) =>
    report({ code, severity: "error", path, span, message, hint });

  const locate = (node: unknown, keySpan: Span | null, path: YamlPath, fallback: Span): LocatedNode => {
    const span = spanOf(node, fallback);
    if (isAlias(node)) {
      refuse(
        "alias",
        path,
        span,
        `The alias \`*${shorten(node.source)}\` is not allowed.`,
        "Write the value out: what a version says must stand in one place.",
      );
      return { span, keySpan, content: { kind: "refused" } };
    }
    const hasTag = (isScalar(node) || isMap(node) || isSeq(node)) && node.tag !== undefined;
    if (hasTag)
      refuse(
        "tag",
        path,
        span,
        `The YAML tag \`${shorten(String(node.tag))}\` is not allowed.`,
        "Remove the word that begins with `!`.",
      );
    if (isMap(node)) return { span, keySpan, content: { kind: "map", entries: entriesOf(node.items, path, span) } };
    if (isSeq(node)) {
      const items = node.items.map((item, index) =>
        locate(item, null, [...path, index], { start: span.start, end: span.start }),
      );
      return { span, keySpan, content: { kind: "list", items } };
    }
    return { span, keySpan, content: { kind: "scalar", value: isScalar(node) ? node.value : null } };
  };

  const entriesOf = (pairs: readonly Pair[], path: YamlPath, mapSpan: Span): ReadonlyMap<string, LocatedNode> => {
    const entries = new Map<string, LocatedNode>();
    for (const { key, value } of pairs) {
      const keySpan = spanOf(key, { start: mapSpan.start, end: mapSpan.start });
      const name = isScalar(key) ? keyText(key.value, key.source) : null;
      const at = name === null ? path : [...path, name];
      if (name === null) {
        refuse(
          "forbidden_key",
          path,
          keySpan,
          "A key must be text.",
          "Write `key: value`; put a key with brackets or braces into quotes.",
        );
      } else if (name === "<<") {
        refuse(
          "merge_key",
          at,
          keySpan,
          "The merge key `<<` is not allowed.",
          "Write the values out, or put what routes have in common into `defaults`.",
        );
      } else if (name === "__proto__") {
        refuse("forbidden_key", at, keySpan, "`__proto__` cannot be a key.", "Choose another name.");
      } else if (entries.has(name)) {
        refuse(
          "duplicate_key",
          at,
          keySpan,
          `The key \`${shorten(name)}\` is written twice here.`,
          "Remove one of the two; the first one is read.",
        );
      } else {
        entries.set(name, locate(value, keySpan, at, { start: keySpan.end, end: keySpan.end }));
      }
    }
    return entries;
  };

  return locate(root, null, [], { start: 0, end: 0 });
};

const spanOf = (node: unknown, fallback: Span): Span => {
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
  return range === undefined || range === null ? fallback : { start: range[0], end: Math.max(range[0], range[1]) };
};

/** Keys keep the spelling of the text: `8080:` and `yes:` are the names "8080" and "yes". */
const keyText = (value: unknown, source: string | undefined): string | null => {
  if (typeof value === "string") return value;
  return source === undefined || source === "" ? null : source;
};

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
