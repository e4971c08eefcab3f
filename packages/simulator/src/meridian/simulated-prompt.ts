import type { PromptPrefix, PromptText } from "@meridian/routing";
import type { RoutedRequest } from "../simulation/simulated-router.ts";

/** As the gateway hashes a prompt's blocks: what the reply adds to them is not known yet. */
export function simulatedPrompt({ blocks, promptTokens }: RoutedRequest, blockTokens: number): PromptText | null {
  if (blockTokens === 0) return null;
  let prefix: PromptPrefix | null = null;
  return {
    // Most policies never ask.
    prefix: () => {
      const count = Math.min(blocks.length, Math.floor(promptTokens / blockTokens));
      prefix ??= { hashes: hashesOf(blocks, count), ends: endsOf(count, blockTokens) };
      return prefix;
    },
    // Simulated prompts have no text.
    complexity: () => null,
  };
}

function hashesOf(blocks: ArrayLike<number>, count: number): Uint32Array {
  const hashes = new Uint32Array(count);
  for (let at = 0; at < count; at++) hashes[at] = Math.imul(blocks[at]! + 1, 0x9e3779b1);
  return hashes;
}

/** By tokens of a block: the longest so far. Blocks are all alike, so that prompts share it. */
const knownEnds = new Map<number, Uint32Array>();

function endsOf(count: number, blockTokens: number): Uint32Array {
  let ends = knownEnds.get(blockTokens);
  if (!ends || ends.length < count) {
    ends = Uint32Array.from({ length: 2 * count }, (_, at) => (at + 1) * blockTokens);
    knownEnds.set(blockTokens, ends);
  }
  return ends;
}
