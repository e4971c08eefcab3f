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
      prefix ??= prefixOf(blocks, count, blockTokens);
      return prefix;
    },
    // Simulated prompts have no text.
    complexity: () => null,
  };
}

/** One piece of memory for both. */
function prefixOf(blocks: ArrayLike<number>, count: number, blockTokens: number): PromptPrefix {
  const numbers = new Uint32Array(2 * count);
  for (let at = 0; at < count; at++) {
    numbers[at] = Math.imul(blocks[at]! + 1, 0x9e3779b1);
    numbers[count + at] = (at + 1) * blockTokens;
  }
  return { hashes: numbers.subarray(0, count), ends: numbers.subarray(count) };
}
