import { chartSpecs } from "../chart/chart-specs.ts";

/** Charts that a wall shows together, one pair after the other. */
export const wallPages = [
  [chartSpecs.requests, chartSpecs.latency],
  [chartSpecs.errors, chartSpecs.firstToken],
  [chartSpecs.tokens, chartSpecs.cost],
] as const;

/** Long enough to read a page from the other side of a room. */
export const wallPageMs = 15_000;

/** The page `by` further on, round and round. */
export function turned(page: number, by: number): number {
  return (page + by + wallPages.length) % wallPages.length;
}
