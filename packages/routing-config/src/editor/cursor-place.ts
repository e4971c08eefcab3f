import type { YamlPath } from "../yaml-path.ts";
import { type FlowLevel, scanFlow } from "./scan-flow.ts";

/** Where someone is typing. */
export type CursorPlace = {
  /** The map whose key is being typed, or the place whose value is. */
  readonly path: YamlPath;
  readonly at: "key" | "value";
  /** What stands before the cursor of the word that is being typed. */
  readonly typed: string;
};

type BlockLevel = { readonly indent: number; readonly kind: "map" | "list"; step: string | number };

const keyOfLine = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#&*!|>%@`{}[\],:-][^#{}[\],]*?)\s*:(?=\s|$)/;

/**
 * Where the cursor stands, by indentation and brackets alone: the text is unfinished while someone types, so a YAML reader
 * would see less. `offset` is in UTF-16 units; null inside a block of text or a comment.
 */
export const cursorPlace = (text: string, offset: number): CursorPlace | null => {
  const before = text.slice(0, offset);
  const levels: BlockLevel[] = [];
  let flow: FlowLevel[] = [];
  let textBlockIndent: number | null = null;
  const lines = before.split(/\r\n|\n|\r/);
  for (const [number, line] of lines.entries()) {
    const isLast = number === lines.length - 1;
    const indent = line.length - line.trimStart().length;
    if (flow.length > 0) {
      const scanned = scanFlow(line, flow);
      flow = scanned.levels;
      if (isLast && flow.length > 0) return scanned.inComment ? null : flowPlace(levels, flow, scanned.token);
      continue;
    }
    const isBlank = line.trim() === "";
    if (textBlockIndent !== null) {
      if (isBlank ? !isLast || line.length > textBlockIndent : indent > textBlockIndent) {
        if (isLast) return null;
        continue;
      }
      textBlockIndent = null;
    }
    if (isBlank && !isLast) continue;
    if (line.trimStart().startsWith("#")) {
      if (isLast) return null;
      continue;
    }
    const { column, rest } = enterItems(levels, line, indent);
    const key = keyOfLine.exec(rest);
    if (key === null) {
      leave(levels, column, "key");
      if (/^[{[]/.test(rest)) {
        const scanned = scanFlow(rest, []);
        flow = scanned.levels;
        if (isLast && flow.length > 0) return scanned.inComment ? null : flowPlace(levels, flow, scanned.token);
      }
      if (isLast) return blockKeyPlace(levels, column, rest);
      continue;
    }
    enterKey(levels, column, unquote(key[1] ?? ""));
    const value = rest.slice(key[0].length);
    const trimmed = value.trimStart();
    if (/^[|>][0-9+-]*\s*(#.*)?$/.test(trimmed) && !isLast) textBlockIndent = column;
    const scanned = /^[{[]/.test(trimmed) ? scanFlow(trimmed, []) : null;
    flow = scanned?.levels ?? [];
    if (!isLast) continue;
    if (scanned !== null && flow.length > 0) return scanned.inComment ? null : flowPlace(levels, flow, scanned.token);
    return scanned !== null || /(^|\s)#/.test(value) ? null : { path: stepsOf(levels), at: "value", typed: trimmed };
  }
  return null;
};

const stepsOf = (levels: readonly BlockLevel[]): YamlPath => levels.map(({ step }) => step);

/** Leaves every level that a line at `column` ends. A list may stand at the same column as the key that holds it. */
const leave = (levels: BlockLevel[], column: number, as: "key" | "item"): void => {
  for (let top = levels.at(-1); top !== undefined; top = levels.at(-1)) {
    const isOver = top.indent > column || (as === "key" && top.indent === column && top.kind === "list");
    if (!isOver) return;
    levels.pop();
  }
};

/** Steps into the list items that begin on the line. */
const enterItems = (
  levels: BlockLevel[],
  line: string,
  indent: number,
): { readonly column: number; readonly rest: string } => {
  let column = indent;
  let rest = line.slice(indent);
  for (let dash = /^-(\s+|$)/.exec(rest); dash !== null; dash = /^-(\s+|$)/.exec(rest)) {
    leave(levels, column, "item");
    const top = levels.at(-1);
    if (top?.kind === "list" && top.indent === column) top.step = Number(top.step) + 1;
    else levels.push({ indent: column, kind: "list", step: 0 });
    column += dash[0].length;
    rest = rest.slice(dash[0].length);
  }
  return { column, rest };
};

const enterKey = (levels: BlockLevel[], column: number, key: string): void => {
  leave(levels, column, "key");
  const top = levels.at(-1);
  if (top?.kind === "map" && top.indent === column) top.step = key;
  else levels.push({ indent: column, kind: "map", step: key });
};

/** A word without a colon begins a key: beside the keys of the same column, or as the first one below. */
const blockKeyPlace = (levels: readonly BlockLevel[], column: number, rest: string): CursorPlace => {
  const isBeside = levels.at(-1)?.kind === "map" && levels.at(-1)?.indent === column;
  return { path: stepsOf(isBeside ? levels.slice(0, -1) : levels), at: "key", typed: rest };
};

const flowPlace = (levels: readonly BlockLevel[], flow: readonly FlowLevel[], token: string): CursorPlace => {
  const top = flow.at(-1);
  const isKey = top?.kind === "map" && top.step === null;
  const steps = flow.map(({ step }) => step).filter((step) => step !== null);
  return { path: [...stepsOf(levels), ...steps], at: isKey ? "key" : "value", typed: token };
};

const unquote = (text: string): string => (/^["']/.test(text) ? text.slice(1, -1) : text);
