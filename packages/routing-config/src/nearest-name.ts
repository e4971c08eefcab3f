/** Number of single-character edits, swaps of neighbours included, that turn `a` into `b`. */
const editDistance = (a: string, b: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + same);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
};

/** Names longer than this are never mistypings of each other that a person needs help with. */
const longestCompared = 64;
/** Bounds the work when a document has thousands of names. */
const mostCompared = 500;

/** Up to `count` of `names` that look like `name`, nearest first; case, `-` and `_` count as the same. */
export const nearestNames = (name: string, names: readonly string[], count = 3): readonly string[] => {
  if (name.length > longestCompared) return [];
  const normal = (text: string) => text.toLowerCase().replaceAll("-", "_");
  const wanted = normal(name);
  return names
    .slice(0, mostCompared)
    .filter((candidate) => candidate.length <= longestCompared)
    .map((candidate) => ({ candidate, distance: likeness(wanted, normal(candidate)) }))
    .filter(
      ({ distance, candidate }) => distance <= Math.max(1, Math.floor(Math.max(candidate.length, name.length) / 3)),
    )
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate);
};

/** A name that continues the other one is as near as one edit: `timeout` → `timeouts`, `tokens` → `tokens_per_minute`. */
const likeness = (a: string, b: string): number => {
  const distance = editDistance(a, b);
  return a.length >= 3 && (b.startsWith(a) || a.startsWith(b)) ? Math.min(distance, 1) : distance;
};

/** "Did you mean `a`?", "Did you mean `a` or `b`?", or null when nothing is near. */
export const didYouMean = (name: string, names: readonly string[]): string | null => {
  const near = nearestNames(name, names);
  return near.length === 0 ? null : `Did you mean ${listInWords(near, "or")}?`;
};

/** `a`, `b` or `c`: each in backticks. */
export const listInWords = (names: readonly string[], conjunction: "and" | "or"): string => {
  const quoted = names.map((name) => `\`${name}\``);
  if (quoted.length <= 1) return quoted.join("");
  return `${quoted.slice(0, -1).join(", ")} ${conjunction} ${quoted.at(-1)}`;
};
