/** How sharply a cache ends: of blocks a quarter deeper than it keeps one of 16 is still found. */
const sharpness = 12;

/** Fewer blocks than this are never believed to be all. */
const leastBlocks = 32;

/**
 * Variances of logarithms: of what the caches of a fleet keep before anything was observed, of what one of them keeps beside
 * the others, and what each observation adds to either, since fleets change.
 */
const [unknownVariance, ownVariance, fleetDrift, ownDrift] = [1, 0.005, 1e-5, 2e-5] as const;

/** What was hardly expected says that this cache is unlike the others: of it as little is known again as at first. */
const hardlyExpected = 0.97;

/** What caches of one model keep, in blocks: they are mostly alike, so what one shows is taken to hold for all. */
export class FleetDepth {
  /** Logarithm of it, and how little is known of that. */
  log: number;
  variance: number = unknownVariance;

  /** `blocks`: what is believed at first. */
  constructor(blocks: number) {
    this.log = Math.log(blocks);
  }

  /** One of them may keep so many: before anything was observed, that is believed of all that can. */
  mayBe(blocks: number): void {
    if (this.variance === unknownVariance) this.log = Math.max(this.log, Math.log(blocks));
  }
}

/**
 * How many of the blocks used last a cache still has, learnt from where blocks were found and where not: the depth at which
 * half of them are. A logistic curve over the depth's logarithm, whose middle is the fleet's and what this cache has been
 * seen to differ from it by; both are moved as a Kalman filter moves them, so that early observations count for more than late
 * ones, and what was expected for nothing.
 */
export class CacheDepth {
  readonly #most: number;
  readonly #fleet: FleetDepth;
  #own = 0;
  #variance: number = ownVariance;
  /** What is believed, and the logarithm that it was made out of: it is asked about far more often than anything is learnt. */
  #blocks = 0;
  #blocksOf = Number.NaN;

  /** `blocks`: the most that is believed. */
  constructor(blocks: number, fleet = new FleetDepth(blocks)) {
    this.#most = blocks;
    this.#fleet = fleet;
  }

  get blocks(): number {
    const log = this.#fleet.log + this.#own;
    if (log !== this.#blocksOf) {
      this.#blocksOf = log;
      this.#blocks = Math.min(this.#most, Math.max(leastBlocks, Math.exp(log)));
    }
    return this.#blocks;
  }

  /** 0..1: how likely a block is to be there that as many others as `depth` have been used after. */
  chanceAt(depth: number): number {
    return 1 / (1 + (depth / this.blocks) ** sharpness);
  }

  /** A block was found, or was not, that as many others as `depth` have been used after. */
  learn(depth: number, found: boolean): void {
    if (depth <= 0) return;
    const fleet = this.#fleet;
    fleet.variance += fleetDrift;
    const chance = this.chanceAt(depth);
    const surprise = (found ? 1 : 0) - chance;
    this.#variance += Math.abs(surprise) > hardlyExpected ? ownVariance : ownDrift;
    const variance = fleet.variance + this.#variance;
    const information = sharpness ** 2 * chance * (1 - chance);
    const gain = 1 / (1 + information * variance);
    const before = fleet.log + this.#own;
    const step = sharpness * surprise * gain * variance;
    const moved = boundedBy(depth, found, before, before + step) - before;
    fleet.log += (moved * fleet.variance) / variance;
    this.#own += (moved * this.#variance) / variance;
    fleet.variance -= information * gain * fleet.variance ** 2;
    this.#variance -= information * gain * this.#variance ** 2;
  }
}

/** One observation says no more than that a cache ends behind where something was found, and before where it was not. */
function boundedBy(depth: number, found: boolean, before: number, after: number): number {
  const seen = Math.log(depth) + (found ? 1 : -1) / sharpness;
  return found ? Math.min(after, Math.max(before, seen)) : Math.max(after, Math.min(before, seen));
}
