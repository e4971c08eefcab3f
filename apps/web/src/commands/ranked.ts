import { defaultFilter } from "cmdk";
import type { Command } from "./command.ts";

/** More than this nobody reads: a letter more finds it sooner. */
const most = 30;

/**
 * What fits a text, best first, however loosely its letters stand: "sds" finds "Settings: secrets". An entry's own words
 * count for more than its detail and the other words for it; of equals the earlier stays first.
 */
export function ranked<Entry extends Pick<Command, "words" | "also" | "detail">>(
  entries: readonly Entry[],
  text: string,
): Entry[] {
  return entries
    .map((entry) => ({ entry, score: closeness(entry, text) }))
    .filter(({ score }) => score > least)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ entry }) => entry);
}

/** Letters that are scattered over other words score next to nothing. */
const least = 0.002;

function closeness(
  { words, also = "", detail = "" }: Pick<Command, "words" | "also" | "detail">,
  text: string,
): number {
  return Math.max(
    defaultFilter(words, text),
    defaultFilter(`${detail} ${words}`, text) * 0.8,
    defaultFilter(words, text, [also, detail]) / 2,
  );
}
