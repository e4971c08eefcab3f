import { percentile } from "../percentile.ts";
import { type Measured, measureOne, streamsAt } from "./measure.ts";

/** What a proxy adds to the time between two pieces of a stream, at one rate of frames. */
export type FrameRate = {
  readonly framesPerSecond: number;
  /** What came, all streams together. */
  readonly relayedPerSecond: number;
  readonly gapP99Ms: number;
  readonly addedGapP99Ms: number;
  readonly cpuPerFrameUs: number;
  readonly lostFrames: number;
};

export type FrameRates = {
  readonly proxy: string;
  readonly rates: readonly FrameRate[];
  /** The first rate of frames at which the added p99 reached the bound, or less came than was sent; null: none that was tried. */
  readonly reachedAt: number | null;
};

/** ms */
export const addedGapBound = 5;
/** Of what the same load brings without a proxy; below it frames queue up, and the gap says less than that. */
const keepsUp = 0.95;
const tried = [6_400, 12_800, 19_200, 25_600, 32_000, 40_000, 48_000, 64_000];

/** Raises the rate of frames until a proxy adds too much between them, each rate beside the upstream itself. */
export async function measureFrameRates(
  direct: Measured,
  proxy: Measured,
  options: { readonly rounds: number; readonly seconds: number },
): Promise<FrameRates> {
  const rates: FrameRate[] = [];
  for (const framesPerSecond of tried) {
    const without = await medianOf(direct, framesPerSecond, options);
    const behind = await medianOf(proxy, framesPerSecond, options);
    const rate: FrameRate = {
      framesPerSecond,
      relayedPerSecond: behind.framesPerSecond,
      gapP99Ms: behind.gapP99Ms,
      addedGapP99Ms: behind.gapP99Ms - without.gapP99Ms,
      cpuPerFrameUs: behind.cpuPerFrameUs,
      lostFrames: behind.lostFrames,
    };
    rates.push(rate);
    if (rate.addedGapP99Ms >= addedGapBound || behind.framesPerSecond < keepsUp * without.framesPerSecond) {
      return { proxy: proxy.name, rates, reachedAt: framesPerSecond };
    }
  }
  return { proxy: proxy.name, rates, reachedAt: null };
}

async function medianOf(
  one: Measured,
  framesPerSecond: number,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<{ gapP99Ms: number; framesPerSecond: number; cpuPerFrameUs: number; lostFrames: number }> {
  const load = { name: "", stream: true, concurrency: streamsAt(framesPerSecond), promptBytes: 300 };
  const samples = [];
  for (let round = 0; round < rounds; round += 1) samples.push(await measureOne(one, load, seconds));
  const median = (values: readonly (number | null)[]): number =>
    percentile(
      values.filter((value) => value !== null),
      0.5,
    ) ?? 0;
  return {
    gapP99Ms: median(samples.map((sample) => sample.gapP99Ms)),
    framesPerSecond: median(samples.map((sample) => sample.framesPerSecond)),
    cpuPerFrameUs: median(samples.map((sample) => sample.cpuPerFrameUs)),
    lostFrames: samples.reduce((sum, { lostFrames }) => sum + lostFrames, 0),
  };
}
