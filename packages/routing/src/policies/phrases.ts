/**
 * A phrase with a whole number in it, made once for each number up to `most`: every request says such things of every candidate,
 * and what is put together from few pieces that are there already takes less time and memory, now and when it is written down.
 */
export function phrases(most: number, phrase: (count: number) => string): (count: number) => string {
  const known = Array.from<string | undefined>({ length: most + 1 });
  return (count) => (count >= 0 && count <= most ? (known[count] ??= phrase(count)) : phrase(count));
}
