/** One line of OpenMetrics or of Prometheus' text format that has a value. */
export type Sample = { readonly labels: ReadonlyMap<string, string>; readonly value: number };

/**
 * The samples of the wanted names, in the order in which they stand. Lines that are not understood are passed over, and
 * so is whatever follows a value. Looks at each character a fixed number of times.
 */
export function readSamples(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, readonly Sample[]> {
  const found = new Map<string, Sample[]>();
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf("\n", from);
    const end = newline < 0 ? text.length : newline;
    const nameEnd = endOfName(text, from, end);
    const name = text.slice(from, nameEnd);
    if (wanted.has(name)) {
      const sample = readSample(text.slice(nameEnd, end));
      const samples = found.get(name);
      if (sample && samples) samples.push(sample);
      else if (sample) found.set(name, [sample]);
    }
    from = end + 1;
  }
  return found;
}

/** No name of interest is longer: comments and long lines are left early. */
const longestName = 256;

function endOfName(text: string, from: number, end: number): number {
  const most = Math.min(end, from + longestName);
  let at = from;
  for (; at < most; at++) {
    const character = text.charCodeAt(at);
    // `{`, space, tab, and `#`, which begins a comment.
    if (character === 0x7b || character === 0x20 || character === 0x09 || character === 0x23) break;
  }
  return at;
}

/** What stands behind a name: labels in braces or none, and a value. */
function readSample(rest: string): Sample | null {
  const labels = new Map<string, string>();
  let at = 0;
  if (rest.startsWith("{")) {
    at = readLabels(rest, labels);
    if (at < 0) return null;
  }
  const [word = ""] = rest
    .slice(at)
    .trimStart()
    .split(/[ \t\r]/, 1);
  const value = Number(word);
  return word === "" || !Number.isFinite(value) ? null : { labels, value };
}

const label = /([A-Za-z_][A-Za-z0-9_.]*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*,?[ \t]*/y;

/** Where the braces end; -1: nowhere. */
function readLabels(rest: string, labels: Map<string, string>): number {
  let at = 1;
  while (rest[at] === " ") at++;
  while (rest[at] !== "}") {
    label.lastIndex = at;
    const match = label.exec(rest);
    if (!match) return -1;
    labels.set(match[1]!, match[2]!.replace(/\\(.)/g, unescaped));
    at = label.lastIndex;
  }
  return at + 1;
}

const unescaped = (_: string, character: string): string => (character === "n" ? "\n" : character);
