import { isMap, isSeq, type Node } from "yaml";

/** How far a key stands from its line's beginning. */
export function columnOf(text: string, { range }: Node): number {
  const start = range?.[0] ?? 0;
  return start - (text.lastIndexOf("\n", start - 1) + 1);
}

/** Where a node's own text ends: without the comments and blank lines that follow. */
export function endOfNode(text: string, node: Node): number {
  const last = isMap(node)
    ? (node.items.at(-1)?.value ?? node.items.at(-1)?.key)
    : isSeq(node)
      ? node.items.at(-1)
      : null;
  const flow = (isMap(node) || isSeq(node)) && node.flow === true;
  if (last && !flow) return endOfNode(text, last as Node);
  return node.range?.[1] ?? text.length;
}

/** The beginning of the first line that belongs to an entry: its key's, or that of the comment right above it. */
export function startOfEntry(text: string, { range }: Node): number {
  let start = text.lastIndexOf("\n", (range?.[0] ?? 0) - 1) + 1;
  for (;;) {
    const above = text.lastIndexOf("\n", start - 2) + 1;
    if (start === 0 || !/^[ \t]*#/.test(text.slice(above, start))) return start;
    start = above;
  }
}

/** Puts lines after the line in which `offset` stands, so that a comment at its end stays where it is. */
export function insertLines(text: string, offset: number, lines: readonly string[]): string {
  // A block of text ends with its line.
  const end = text[offset - 1] === "\n" ? offset - 1 : text.indexOf("\n", offset);
  const at = end < 0 ? text.length : end;
  return `${text.slice(0, at)}\n${lines.join("\n")}${text.slice(at) || "\n"}`;
}
