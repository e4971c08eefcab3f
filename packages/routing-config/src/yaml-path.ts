/** Keys and list indexes from the root of the document. */
export type YamlPath = readonly (string | number)[];

const plainKey = /^[A-Za-z0-9_-]+$/;

/** `["routes", "gpt-4.1", "targets", 0]` → `routes["gpt-4.1"].targets[0]`; the root is the empty string. */
export const formatYamlPath = (path: YamlPath): string => {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else if (!plainKey.test(part)) text += `[${JSON.stringify(part)}]`;
    else text += text === "" ? part : `.${part}`;
  }
  return text;
};

const step = /\.?([A-Za-z0-9_-]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;

/** Reverse of `formatYamlPath`; null when the text is not such a path. */
export const parseYamlPath = (text: string): YamlPath | null => {
  const path: (string | number)[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (match === null) return null;
    const quoted = match[3] === undefined ? undefined : unquote(match[3]);
    if (quoted === null) return null;
    path.push(match[2] === undefined ? (match[1] ?? quoted ?? "") : Number(match[2]));
  }
  return path;
};

const unquote = (text: string): string | null => {
  try {
    return String(JSON.parse(text));
  } catch {
    return null;
  }
};
