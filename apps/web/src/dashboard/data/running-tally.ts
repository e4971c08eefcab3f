import { mergeTallies, type Tally } from "./tally.ts";

type Part = { readonly startMs: number; readonly tally: Tally | null };
type Chunk = { readonly tallies: readonly (Tally | null)[]; readonly sum: Tally };

/** Steps that are added up together once, and again only when one of them changes. */
const chunkSteps = 16;

/**
 * What all steps of a line add up to, from one second to the next. Merging histograms is most of what a dashboard computes:
 * of 300 steps only the chunk that still grows, and the sums of the others, are merged each time.
 */
export class RunningTally {
  #stepMs = 0;
  #chunks = new Map<number, Chunk>();

  sum(parts: readonly Part[], stepMs: number): Tally {
    if (stepMs !== this.#stepMs) this.#chunks.clear();
    this.#stepMs = stepMs;
    const byChunk = Map.groupBy(parts, ({ startMs }) => Math.floor(startMs / stepMs / chunkSteps));
    const kept = new Map<number, Chunk>();
    for (const [at, members] of byChunk) {
      const tallies = members.map(({ tally }) => tally);
      const before = this.#chunks.get(at);
      const same =
        before?.tallies.length === tallies.length && before.tallies.every((tally, index) => tally === tallies[index]);
      kept.set(at, same && before ? before : { tallies, sum: mergeTallies(tallies.filter((tally) => tally !== null)) });
    }
    this.#chunks = kept;
    return mergeTallies([...kept.values()].map(({ sum }) => sum));
  }
}
