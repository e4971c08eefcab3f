import type { RouterFactory, RoutedRequest } from "../simulation/simulated-router.ts";
import { bestOf } from "./best-of.ts";
import { preferred } from "./preferred.ts";
import { PrefixIndex, promptBlocks } from "./prefix-index.ts";

/** Share of the prompt that makes an upstream warm. */
const warmFrom = 0.8;
/** `maxTTFTPenaltyMs`. */
const maxPenaltyMs = 18_000;

/**
 * llm-d's default since August 2026, "sticky until saturated": stay among the warm upstreams — those that were sent at least
 * 0.8 of the prompt — unless the least predicted TTFT of the cold ones is 18 s better; TTFT is what was sent there and not
 * prefilled yet ÷ the peak prefill rate, which is calibrated by one full chunk. Among those, the fewest tokens to prefill.
 */
export const stickyUntilSaturated: RouterFactory = ({ upstreams, random, blockTokens }) => {
  const index = new PrefixIndex(
    upstreams.length,
    blockTokens > 0 ? Math.max(...upstreams.map(({ model }) => model.kvTokens)) / blockTokens : 1,
  );
  const perTokenMs = upstreams.map(({ model }) => model.perPrefillTokenMs + model.baseMs / model.maxBatchTokens);
  /** Tokens sent there that no first token has come for, less what was cached. */
  const unfilled = new Float64Array(upstreams.length);
  const own = new Map<number, number>();
  const filled = (request: RoutedRequest) => {
    unfilled[request.upstream]! -= own.get(request.index) ?? 0;
    own.delete(request.index);
  };
  return {
    pick(request) {
      const candidates = preferred(upstreams, request.tried);
      const { blocks, promptTokens } = request;
      const whole = promptBlocks(promptTokens, blocks, blockTokens);
      const hits = upstreams.map((_, upstream) => index.known(upstream, blocks, whole) * blockTokens);
      const waitMs = (upstream: number) => unfilled[upstream]! * perTokenMs[upstream]!;
      const warm = candidates.filter((upstream) => hits[upstream]! / promptTokens >= warmFrom);
      const cold = candidates.filter((upstream) => !warm.includes(upstream));
      const least = (among: readonly number[]) => Math.min(...among.map(waitMs));
      const stay = warm.length > 0 && (cold.length === 0 || least(warm) - least(cold) <= maxPenaltyMs);
      const chosen = bestOf(
        stay ? warm : candidates,
        random,
        (upstream) => -(unfilled[upstream]! + promptTokens - hits[upstream]!),
      );
      const tokens = promptTokens - hits[chosen]!;
      own.set(request.index, tokens);
      unfilled[chosen]! += tokens;
      index.add(chosen, blocks, whole);
      return chosen;
    },
    onFirstToken: filled,
    onEnd() {},
    onError: filled,
  };
};
