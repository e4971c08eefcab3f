import type { RouterFactory } from "../simulation/simulated-router.ts";
import { bestOf } from "./best-of.ts";
import { preferred } from "./preferred.ts";
import { PrefixIndex, promptBlocks } from "./prefix-index.ts";
import { ScrapedLoads } from "./scraped-loads.ts";

/** What llm-d's scheduler is configured with. */
export type Scorers = {
  readonly prefix: number;
  readonly queue: number;
  readonly kv: number;
  /** Prefixes are known from the engines' own events rather than from what was sent to them. */
  readonly precise: boolean;
  /** Of a prompt that are looked for, where prefixes are not known precisely: `maxPrefixBlocksToMatch` 256 of 16 tokens. */
  readonly matchedTokens?: number;
  /** That are remembered of each upstream: `lruCapacityPerServer` 31,250 of 16. */
  readonly indexTokens?: number;
  /** How old its metrics are at the most. */
  readonly scrapeMs?: number;
};

const usual = { matchedTokens: 256 * 16, indexTokens: 31_250 * 16, scrapeMs: 200 };

/**
 * llm-d's endpoint picker (Gateway API Inference Extension): a weighted sum of scores from 0 to 1 — prefix: matched ÷ whole
 * blocks; queue: (most − own) ÷ (most − least) waiting; kv: 1 − KV usage — over metrics scraped every 200 ms; the highest sum,
 * equals at random.
 */
export const weightedScorers =
  (scorers: Scorers): RouterFactory =>
  (host) => {
    const { upstreams, random, blockTokens } = host;
    const { matchedTokens, indexTokens, scrapeMs } = { ...usual, ...scorers };
    const scraped = new ScrapedLoads(host, scrapeMs);
    const index = new PrefixIndex(upstreams.length, blockTokens > 0 ? indexTokens / blockTokens : 1);
    const longest =
      scorers.precise || blockTokens === 0 ? Number.POSITIVE_INFINITY : Math.floor(matchedTokens / blockTokens);
    return {
      pick(request) {
        const answering = preferred(upstreams, request.tried).filter((upstream) => scraped.loads[upstream]);
        const candidates = answering.length > 0 ? answering : preferred(upstreams, request.tried);
        const { blocks, promptTokens } = request;
        const whole = Math.min(longest, promptBlocks(promptTokens, blocks, blockTokens));
        const waiting = candidates.map((upstream) => scraped.loads[upstream]?.waiting ?? 0);
        const [least, most] = [Math.min(...waiting), Math.max(...waiting)];
        const known = (upstream: number) =>
          scorers.precise ? host.cachedBlocks(upstream, blocks, whole) : index.known(upstream, blocks, whole);
        const chosen = bestOf(candidates, random, (upstream) => {
          const load = scraped.loads[upstream];
          const prefix = whole > 0 && scorers.prefix > 0 ? known(upstream) / whole : 0;
          const queue = most > least ? (most - (load?.waiting ?? 0)) / (most - least) : 1;
          return scorers.prefix * prefix + scorers.queue * queue + scorers.kv * (1 - (load?.kvUsage ?? 0));
        });
        if (!scorers.precise) index.add(chosen, blocks, whole);
        return chosen;
      },
      onFirstToken() {},
      onEnd() {},
      onError() {},
    };
  };
