import { hold, type RouterFactory } from "../simulation/simulated-router.ts";
import { bestOf } from "./best-of.ts";
import { LiteLlmCooldown } from "./litellm-cooldown.ts";
import { preferred } from "./preferred.ts";

/**
 * LiteLLM's `usage-based-routing-v2` (router_strategy/lowest_tpm_rpm_v2.py): the fewest tokens of this clock minute, which
 * count when a reply has ended; equals at random. Out are those whose tokens with this prompt, or whose requests, which count
 * when they are sent, would exceed their configured limits. When all of the first priority are out the next is asked, as
 * its fallbacks do; when none is left the request waits, which is kinder than its error.
 */
export const liteLlmUsage: RouterFactory = (host) => {
  const { upstreams, random } = host;
  const tokens = new Float64Array(upstreams.length);
  const requests = new Int32Array(upstreams.length);
  const cooldown = new LiteLlmCooldown(upstreams.length, (upstream) => host.takenOut(upstream));
  let minute = 0;
  const turn = (nowMs: number) => {
    if (Math.floor(nowMs / 60_000) === minute) return;
    minute = Math.floor(nowMs / 60_000);
    tokens.fill(0);
    requests.fill(0);
  };
  return {
    pick(request, nowMs) {
      turn(nowMs);
      const full = [...request.tried];
      for (;;) {
        const tier = preferred(upstreams, full);
        if (full.length > 0 && tier.some((upstream) => full.includes(upstream))) break;
        const candidates = cooldown.left(tier, nowMs).filter((upstream) => {
          const { quota } = upstreams[upstream]!;
          const tokenLimit = quota?.tokensPerMinute ?? Number.POSITIVE_INFINITY;
          const requestLimit = quota?.requestsPerMinute ?? Number.POSITIVE_INFINITY;
          return tokens[upstream]! + request.promptTokens <= tokenLimit && requests[upstream]! + 1 <= requestLimit;
        });
        if (candidates.length === 0) {
          full.push(...tier);
          continue;
        }
        const chosen = bestOf(candidates, random, (upstream) => -tokens[upstream]!);
        requests[chosen]! += 1;
        return chosen;
      }
      return hold;
    },
    onFirstToken() {},
    onEnd({ upstream, promptTokens, outputTokens }, nowMs) {
      turn(nowMs);
      tokens[upstream]! += promptTokens + outputTokens;
      cooldown.ended(upstream, null, nowMs);
    },
    onError({ upstream }, { cause }, nowMs) {
      cooldown.ended(upstream, cause === "rate_limited" ? cause : "other", nowMs);
    },
  };
};
