/** Where a text stops being JSON. Lines and columns count from 1, the offset from 0, all in UTF-16 units. */
export type JsonErrorPosition = { readonly line: number; readonly column: number; readonly offset: number };

/**
 * Finds what `JSON.parse` stumbled on: its own messages do not always say. null when the text is valid JSON. Does not
 * recurse, so depth is no danger.
 */
export function locateJsonError(text: string): JsonErrorPosition | null {
  const offset = firstErrorOffset(text);
  if (offset === null) return null;
  let line = 1;
  let lineStart = 0;
  for (let i = text.indexOf("\n"); i !== -1 && i < offset; i = text.indexOf("\n", i + 1)) {
    line += 1;
    lineStart = i + 1;
  }
  return { line, column: offset - lineStart + 1, offset };
}

// Sticky patterns take one token each. Strings are walked: they may be megabytes long.
const space = /[ \t\n\r]*/y;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

type Expect = "value" | "value or ]" | "key" | "key or }" | "comma or end";

function firstErrorOffset(text: string): number | null {
  const open: string[] = [];
  let expect: Expect = "value";
  let i = 0;
  for (;;) {
    i = after(space, text, i) ?? i;
    const char = text[i];
    if (expect === "comma or end") {
      const inside = open.at(-1);
      if (inside === undefined) return char === undefined ? null : i;
      if (char === ",") expect = inside === "{" ? "key" : "value";
      else if (char === (inside === "{" ? "}" : "]")) open.pop();
      else return i;
      i += 1;
      continue;
    }
    if ((expect === "key or }" && char === "}") || (expect === "value or ]" && char === "]")) {
      open.pop();
      expect = "comma or end";
      i += 1;
      continue;
    }
    if (expect === "key" || expect === "key or }") {
      const end = stringEnd(text, i);
      if (!end.closed) return end.at;
      i = after(space, text, end.at) ?? end.at;
      if (text[i] !== ":") return i;
      expect = "value";
      i += 1;
      continue;
    }
    if (char === "{" || char === "[") {
      open.push(char);
      expect = char === "{" ? "key or }" : "value or ]";
      i += 1;
      continue;
    }
    if (char === '"') {
      const end = stringEnd(text, i);
      if (!end.closed) return end.at;
      i = end.at;
    } else {
      const end = after(scalar, text, i);
      if (end === null) return i;
      i = end;
    }
    expect = "comma or end";
  }
}

type StringEnd = { readonly closed: boolean; readonly at: number };

function stringEnd(text: string, at: number): StringEnd {
  if (text[at] !== '"') return { closed: false, at };
  for (let i = at + 1; ; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 0x22) return { closed: true, at: i + 1 };
    // NaN is the end of the text; control characters must be escaped.
    if (Number.isNaN(code) || code < 0x20) return { closed: false, at: i };
    if (code === 0x5c) {
      const end = after(escape, text, i);
      if (end === null) return { closed: false, at: i };
      i = end - 1;
    }
  }
}

function after(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}
