import { editDistance } from "./edit-distance.ts";

const most = 3;

/** Longer ones are no misspelling of a model; comparing them would only cost time. */
const longestName = 200;

/**
 * Up to three names that somebody who wrote `wanted` may have meant, nearest first: at most a third of its length in
 * edits (at least 2), case ignored, or one being the beginning of the other.
 */
export function closeNames(wanted: string, names: Iterable<string>): readonly string[] {
  if (wanted.length > longestName) return [];
  const lower = wanted.toLowerCase();
  const limit = Math.max(2, Math.floor(lower.length / 3));
  const found: { name: string; distance: number }[] = [];
  for (const name of names) {
    if (name === wanted || name.length > longestName) continue;
    const distance = distanceOf(lower, name.toLowerCase(), limit);
    if (distance <= limit) found.push({ name, distance });
  }
  found.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return found.slice(0, most).map(({ name }) => name);
}

/** A name cut short or carried on (`gpt-4o` for `gpt-4o-2024-11-20`) is as far as the limit allows, never further. */
function distanceOf(wanted: string, name: string, limit: number): number {
  const distance = editDistance(wanted, name, limit);
  const continues = wanted.length > 2 && (name.startsWith(wanted) || wanted.startsWith(name));
  return continues ? Math.min(distance, limit) : distance;
}
