import type { ApiRequest } from "@meridian/chat-protocol";
import { complexityOf, estimateTokens, type PromptPrefix, type PromptText } from "@meridian/routing";

/** Bytes of a block near the beginning of a prompt, where prompts part, and further on. */
const [nearBytes, farBytes] = [256, 1_024] as const;
const farFrom = 16 * 1_024;

/** What comes after this much of a prompt is not looked at. */
const mostBytes = 128 * 1_024;
const mostBlocks = farFrom / nearBytes + (mostBytes - farFrom) / farBytes + 8;

/** A prompt in blocks, as its bytes stand in the request. They are looked at when somebody asks, and once. */
export class PromptBlocks implements PromptText {
  readonly #body: Uint8Array;
  readonly #request: ApiRequest;
  readonly #stated: number | null;
  #prefix: PromptPrefix | null = null;
  #complexity: number | null = null;

  /** `stated`: how hard it is by its caller's word. */
  constructor(body: Uint8Array, request: ApiRequest, stated: number | null = null) {
    this.#body = body;
    this.#request = request;
    this.#stated = stated;
  }

  prefix(): PromptPrefix {
    this.#prefix ??= blocksOf(this.#body, this.#request);
    return this.#prefix;
  }

  complexity(): number {
    this.#complexity ??= this.#stated ?? complexityOf(this.#body, this.#request.ranges.input);
    return this.#complexity;
  }
}

function blocksOf(body: Uint8Array, { ranges, model }: ApiRequest): PromptPrefix {
  const hashes = new Uint32Array(mostBlocks);
  const ends = new Uint32Array(mostBlocks);
  let count = 0;
  let bytes = 0;
  // Caches are a model's own, also where an upstream serves several.
  let hash = seedOf(model);
  const last = ranges.input.at(-1);
  for (const range of ranges.input) {
    let { start } = range;
    while (start < range.end && bytes < mostBytes && count < mostBlocks) {
      const size = Math.min(bytes < farFrom ? nearBytes : farBytes, range.end - start);
      // The end of the last one is where the next turn of a conversation goes on.
      if (range === last && start + size === range.end) break;
      hash = hashOf(body, start, start + size, hash);
      start += size;
      bytes += size;
      hashes[count] = hash;
      ends[count] = estimateTokens(bytes);
      count += 1;
    }
  }
  return { hashes: hashes.subarray(0, count), ends };
}

function seedOf(model: string): number {
  let hash = 0;
  for (let at = 0; at < model.length; at += 1) hash = mix(hash, model.charCodeAt(at));
  return hash;
}

/** Murmur3's rounds over words of four bytes: one block after another, each begun with the hash of those before it. */
function hashOf(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let hash = seed;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    hash = mix(hash, bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
  }
  for (; at < end; at += 1) hash = mix(hash, bytes[at]!);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  return hash >>> 0;
}

function mix(hash: number, word: number): number {
  const spread = Math.imul(word, 0xcc9e2d51);
  const mixed = hash ^ Math.imul((spread << 15) | (spread >>> 17), 0x1b873593);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}
