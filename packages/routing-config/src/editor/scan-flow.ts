/** One open bracket or brace. `step` is the key whose value is being read (null while a key is), or the index in a list. */
export type FlowLevel = { readonly kind: "map" | "list"; step: string | number | null };

export type FlowScan = {
  /** Still open at the end of the line; empty when the last bracket was closed. */
  readonly levels: FlowLevel[];
  /** The word that was being read at the end of the line. */
  readonly token: string;
  readonly inComment: boolean;
};

const tokenAt = /"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|[{}[\],]|:(?=\s|$|[{}[\],"'])|#.*|[^\s{}[\],:"'#]+|[:#]/gy;

/** Reads one line of YAML between brackets, going on from the levels that earlier lines left open. */
export const scanFlow = (line: string, before: readonly FlowLevel[]): FlowScan => {
  const levels = before.map((level) => ({ ...level }));
  let token = "";
  let inComment = false;
  tokenAt.lastIndex = 0;
  for (let position = skipSpace(line, 0); position < line.length; position = skipSpace(line, tokenAt.lastIndex)) {
    tokenAt.lastIndex = position;
    const part = tokenAt.exec(line)?.[0];
    if (part === undefined) break;
    if (part.startsWith("#") && (position === 0 || /\s/.test(line[position - 1] ?? ""))) {
      inComment = true;
      break;
    }
    token = step(levels, token, part);
    if (levels.length === 0) break;
  }
  return { levels, token, inComment };
};

/** Takes one token in; the word that is being read afterwards. */
const step = (levels: FlowLevel[], token: string, part: string): string => {
  const top = levels.at(-1);
  switch (part) {
    case "{":
      levels.push({ kind: "map", step: null });
      return "";
    case "[":
      levels.push({ kind: "list", step: 0 });
      return "";
    case "}":
    case "]":
      levels.pop();
      return "";
    case ",":
      if (top !== undefined) top.step = top.kind === "list" ? Number(top.step) + 1 : null;
      return "";
    case ":":
      if (top?.kind !== "map" || top.step !== null) return `${token}:`;
      top.step = /^["']/.test(token) ? token.slice(1, -1) : token;
      return "";
    default:
      return token === "" ? part : `${token} ${part}`;
  }
};

const skipSpace = (line: string, from: number): number => {
  let position = from;
  while (position < line.length && /\s/.test(line[position] ?? "")) position += 1;
  return position;
};
