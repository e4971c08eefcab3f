import type { RouterFactory } from "../simulation/simulated-router.ts";
import { bestOf } from "./best-of.ts";
import { InFlight } from "./in-flight.ts";
import { preferred } from "./preferred.ts";
import { PrefixIndex, promptBlocks } from "./prefix-index.ts";

const cacheThreshold = 0.5;
const balanceAbsolute = 32;
const balanceRelative = 1.1;
/** 2^24 characters of each tree, at four a token. */
const treeTokens = 2 ** 22;

/**
 * SGLang's router `cache_aware` with the defaults of its code: when loads differ by more than 32 requests and 1.1 times, the
 * shortest queue; else the upstream whose tree has the longest beginning of the prompt when that is more than half of it; else
 * the one with the smallest tree. Loads are its own requests in flight.
 */
export const cacheAware: RouterFactory = ({ upstreams, random, blockTokens }) => {
  const inFlight = new InFlight(upstreams.length);
  const index = new PrefixIndex(upstreams.length, blockTokens > 0 ? treeTokens / blockTokens : 1);
  return {
    pick(request) {
      const candidates = preferred(upstreams, request.tried);
      const { blocks, promptTokens } = request;
      const whole = promptBlocks(promptTokens, blocks, blockTokens);
      const loads = candidates.map((upstream) => inFlight.counts[upstream]!);
      const [least, most] = [Math.min(...loads), Math.max(...loads)];
      const choose = (): number => {
        if (most - least > balanceAbsolute && most > balanceRelative * least)
          return bestOf(candidates, random, (upstream) => -inFlight.counts[upstream]!);
        const longest = bestOf(candidates, random, (upstream) => index.known(upstream, blocks, whole));
        const matched = (index.known(longest, blocks, whole) * blockTokens) / promptTokens;
        return matched > cacheThreshold ? longest : bestOf(candidates, random, (upstream) => -index.size(upstream));
      };
      const upstream = choose();
      index.add(upstream, blocks, whole);
      return inFlight.begin(upstream);
    },
    onFirstToken() {},
    onEnd(request) {
      inFlight.end(request);
    },
    onError(request) {
      inFlight.end(request);
    },
  };
};
