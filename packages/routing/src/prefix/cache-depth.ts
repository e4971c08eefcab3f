/** How sharply a cache ends: at twice its depth one of 17 is still found. */
const sharpness = 4;

/** What an observation moves it by, at most: at first, and once many were made. */
const [firstStep, lastStep] = [1, 0.1] as const;

/** After so many observations that taught something a step is half of the first. */
const halfAfter = 8;

/** What was expected within this teaches nothing. */
const expectedWithin = 0.1;

/** Fewer blocks than this are never believed to be all. */
const leastBlocks = 32;

/**
 * How many of the blocks used last a cache still has, learnt from where blocks were found and where not: the depth at which
 * half of them are. Far inside nothing is learnt from what was found, and far beyond nothing from what was not.
 */
export class CacheDepth {
  readonly #most: number;
  #log: number;
  #lessons = 0;

  /** `blocks`: what is believed at first, and the most. */
  constructor(blocks: number) {
    this.#most = blocks;
    this.#log = Math.log(blocks);
  }

  get blocks(): number {
    return Math.exp(this.#log);
  }

  /** 0..1: how likely a block is to be there that as many others as `depth` have been used after. */
  chanceAt(depth: number): number {
    return 1 / (1 + (depth / this.blocks) ** sharpness);
  }

  /** A block was found, or was not, that as many others as `depth` have been used after. */
  learn(depth: number, found: boolean): void {
    const surprise = (found ? 1 : 0) - this.chanceAt(depth);
    if (Math.abs(surprise) < expectedWithin) return;
    const step = Math.max(lastStep, (firstStep * halfAfter) / (halfAfter + this.#lessons));
    this.#lessons += 1;
    const least = Math.log(Math.min(leastBlocks, this.#most));
    this.#log = Math.min(Math.log(this.#most), Math.max(least, this.#log + step * surprise));
  }
}
