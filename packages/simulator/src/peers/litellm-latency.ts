import type { RouterFactory } from "../simulation/simulated-router.ts";
import { bestOf } from "./best-of.ts";
import { LiteLlmCooldown } from "./litellm-cooldown.ts";
import { preferred } from "./preferred.ts";

const listSize = 10;
/** A timeout counts as a latency of this many seconds. */
const timeoutSeconds = 1_000;
/** Lists are forgotten after an hour. */
const keepMs = 3_600_000;

/**
 * LiteLLM's `latency-based-routing` (router_strategy/lowest_latency.py): for streams the mean of up to ten samples of TTFT ÷
 * output tokens in seconds, learnt when replies end; lowest first, equals at random, an unused one counts 0. As there, a
 * full list has its last sample replaced by the newest, and the sum is divided by the length of the list of latencies.
 */
export const liteLlmLatency: RouterFactory = (host) => {
  const { upstreams, random } = host;
  const firstToken = upstreams.map((): number[] => []);
  const latency = upstreams.map((): number[] => []);
  const cooldown = new LiteLlmCooldown(upstreams.length, (upstream) => host.takenOut(upstream));
  let forgetMs = keepMs;
  const add = (list: number[], sample: number) => {
    if (list.length < listSize) list.push(sample);
    else list[listSize - 1] = sample;
  };
  const sum = (list: readonly number[]) => list.reduce((total, sample) => total + sample, 0);
  const score = (upstream: number) => {
    const [firsts, whole] = [firstToken[upstream]!, latency[upstream]!];
    return whole.length === 0 ? 0 : sum(firsts.length > 0 ? firsts : whole) / whole.length;
  };
  return {
    pick(request, nowMs) {
      if (nowMs >= forgetMs) {
        for (const list of [...firstToken, ...latency]) list.length = 0;
        forgetMs = nowMs + keepMs;
      }
      const candidates = cooldown.left(preferred(upstreams, request.tried), nowMs);
      return bestOf(candidates, random, (upstream) => -score(upstream));
    },
    onFirstToken() {},
    onEnd({ upstream, sentAtMs, firstTokenAtMs, outputTokens }, nowMs) {
      add(latency[upstream]!, (nowMs - sentAtMs) / 1_000 / outputTokens);
      add(firstToken[upstream]!, (firstTokenAtMs - sentAtMs) / 1_000 / outputTokens);
      cooldown.ended(upstream, null, nowMs);
    },
    onError({ upstream }, { cause }, nowMs) {
      if (cause === "first_token_timeout") add(latency[upstream]!, timeoutSeconds);
      cooldown.ended(upstream, cause === "rate_limited" ? cause : "other", nowMs);
    },
  };
};
