import { CacheDepth, type FleetDepth } from "./cache-depth.ts";
import type { PromptPrefix } from "./prompt-prefix.ts";

/** Places that a hash may take. */
const ways = 8;

/** So many ages are told apart: those of the blocks that were last used in the same one count alike. */
const ages = 2_048;

/** An age ends when as many blocks were used in it as this share of what the cache is believed to keep. */
const shareOfAge = 1 / 32;

/** So many times as deep as a cache is nothing is found any more. */
const hopeless = 4;

/**
 * What is remembered of a prompt that is being sent, believed or not: tokens, and how many blocks were used since its last
 * block was; its first tokens, which others share, were used later than that.
 */
export type Recalled = { readonly tokens: number; readonly laterTokens: number; readonly depth: number };

/**
 * Which prefixes an upstream has probably in its cache: what was sent there last, in memory of fixed size. Each hash has
 * eight places, and the one that was longest unused makes way, much as engines let go of the blocks they used last long ago.
 * More is remembered than is believed to be there: so many of the blocks used last as replies have shown it to keep.
 */
export class PrefixIndex {
  /** How many blocks it keeps, learnt. */
  readonly depth: CacheDepth;
  /**
   * Of each set the hashes, 0 where it is free, and behind them the ages in which they were last used: side by side, so that
   * memory that is far away is waited for once.
   */
  readonly #places: Uint32Array;
  readonly #setMask: number;
  readonly #fetched = new Int32Array(1);
  /** Blocks by the age in which they were last used: a ring. */
  readonly #inAge = new Uint32Array(ages);
  /** The present one. */
  #age = ages;
  /** Blocks last used in it or later are believed to be there, and how many they are. */
  #since = 1;
  #believed = 0;

  /** `blocks`: at least as many are remembered. `fleet`: caches that are probably alike. */
  constructor(blocks: number, fleet?: FleetDepth) {
    const sets = 2 ** Math.max(0, Math.ceil(Math.log2(blocks / ways)));
    this.#places = new Uint32Array(sets * 2 * ways);
    this.#setMask = sets - 1;
    this.depth = new CacheDepth(sets * ways, fleet);
  }

  get capacity(): number {
    return this.#places.length / 2;
  }

  /**
   * Prompt tokens that are expected to be cached: all that are believed to be, and of those that were used before them as many
   * as are likely to be there still.
   */
  cachedTokens(prefix: PromptPrefix): number {
    const recalled = this.#known(prefix, 1, prefix.hashes.length);
    // Most upstreams have never seen most prompts.
    if (recalled === 0) return 0;
    const age = this.#ageOf(prefix, recalled);
    const all = prefix.ends[recalled - 1]!;
    if (age >= this.#since) return all;
    const believed = this.#known(prefix, this.#since, recalled - 1);
    const tokens = believed === 0 ? 0 : prefix.ends[believed - 1]!;
    return tokens + (all - tokens) * this.depth.chanceAt(this.#depthOf(age));
  }

  recall(prefix: PromptPrefix): Recalled {
    const known = this.#known(prefix, 1, prefix.hashes.length);
    if (known === 0) return nothing;
    const age = this.#ageOf(prefix, known);
    const later = this.#known(prefix, age + 1, known - 1);
    return {
      tokens: prefix.ends[known - 1]!,
      laterTokens: later === 0 ? 0 : prefix.ends[later - 1]!,
      depth: this.#depthOf(age),
    };
  }

  /** What was recalled was found there, or not. */
  learn({ depth }: Recalled, found: boolean): void {
    this.depth.learn(depth, found);
    this.#believe();
  }

  /** A prompt is being sent there. */
  add({ hashes }: Pick<PromptPrefix, "hashes">): void {
    this.#fetch(hashes);
    const [places, age] = [this.#places, this.#age];
    // Blocks that leave one age together, as those of a prompt mostly do, are counted at once, and so are all that come into the
    // present one: with the search written out here an eighth less time.
    let [leaving, left, came] = [0, 0, 0];
    // From its end, so that of blocks used together the first ones are the last to go. Those before one of this age are of it.
    for (let block = hashes.length - 1; block >= 0; block--) {
      const hash = hashes[block]!;
      const wanted = hash || 1;
      const first = this.#setOf(hash);
      let at = first;
      while (at < first + ways && places[at] !== wanted) at++;
      if (at === first + ways) {
        at = this.#longestUnused(first);
        places[at] = wanted;
      }
      const before = places[at + ways]!;
      if (before === age) break;
      places[at + ways] = age;
      came++;
      if (before !== left) {
        this.#leaveAge(left, leaving);
        [leaving, left] = [0, before];
      }
      leaving++;
    }
    this.#leaveAge(left, leaving);
    this.#inAge[age % ages]! += came;
    this.#believed += came;
    if (this.#inAge[age % ages]! >= shareOfAge * this.depth.blocks) this.#beginAge();
    this.#believe();
  }

  /**
   * How many of its first `most` blocks were used in that age or later. Looks at few of them however long the prompt is: where
   * one is known, those before it are taken to be known, since they were used whenever it was.
   */
  #known({ hashes }: PromptPrefix, since: number, most: number): number {
    let known = 0;
    let unknown = most + 1;
    while (unknown - known > 1) {
      const middle = (known + unknown) >>> 1;
      const at = this.#find(hashes[middle - 1]!);
      if (at >= 0 && this.#places[at + ways]! >= since) known = middle;
      else unknown = middle;
    }
    return known;
  }

  /** The age in which the last of its first `known` blocks was used. */
  #ageOf({ hashes }: PromptPrefix, known: number): number {
    return this.#places[this.#find(hashes[known - 1]!) + ways]!;
  }

  /**
   * Looks at the places of all blocks, for nothing: memory brings them side by side, where finding one after the other waits
   * for each. They are seldom near, and adding takes a tenth less.
   */
  #fetch(hashes: Uint32Array): void {
    const places = this.#places;
    let all = 0;
    for (let block = 0; block < hashes.length; block++) {
      const first = this.#setOf(hashes[block]!);
      all ^= places[first]! ^ places[first + ways]!;
    }
    // Or a compiler would leave it out.
    this.#fetched[0] = all;
  }

  /** Blocks that were used after that age. Counted no further than where nobody expects anything. */
  #depthOf(age: number): number {
    const beyond = age < this.#since;
    let depth = beyond ? this.#believed : 0;
    const most = this.depth.blocks * hopeless;
    const from = beyond ? this.#since - 1 : this.#age;
    for (let later = from; later > age && later > this.#age - ages && depth < most; later--)
      depth += this.#inAge[later % ages]!;
    return depth;
  }

  #beginAge(): void {
    this.#age += 1;
    const gone = this.#age - ages;
    if (gone >= this.#since) {
      this.#believed -= this.#inAge[gone % ages]!;
      this.#since = gone + 1;
    }
    this.#inAge[this.#age % ages] = 0;
  }

  /** Moves the bound of what is believed to where as many blocks are as the cache keeps. */
  #believe(): void {
    const most = this.depth.blocks;
    while (this.#believed > most && this.#since < this.#age) this.#believed -= this.#inAge[this.#since++ % ages]!;
    while (this.#since > Math.max(1, this.#age - ages + 1)) {
      const more = this.#inAge[(this.#since - 1) % ages]!;
      if (this.#believed + more > most) break;
      this.#believed += more;
      this.#since -= 1;
    }
  }

  /** The place of a set that makes way. */
  #longestUnused(first: number): number {
    const places = this.#places;
    let at = first;
    for (let place = first + 1; place < first + ways; place++)
      if (places[place + ways]! < places[at + ways]!) at = place;
    return at;
  }

  #leaveAge(age: number, blocks: number): void {
    if (age === 0 || age <= this.#age - ages) return;
    this.#inAge[age % ages]! -= blocks;
    if (age >= this.#since) this.#believed -= blocks;
  }

  #find(hash: number): number {
    const wanted = hash || 1;
    const first = this.#setOf(hash);
    for (let place = first; place < first + ways; place++) if (this.#places[place] === wanted) return place;
    return -1;
  }

  #setOf(hash: number): number {
    // The low bits of one multiplication: hashes of other makers need not be spread evenly.
    return ((Math.imul(hash, 0x9e3779b1) >>> 8) & this.#setMask) * 2 * ways;
  }
}

const nothing: Recalled = { tokens: 0, laterTokens: 0, depth: 0 };
