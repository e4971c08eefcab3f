import { randomUUID } from "node:crypto";
import type { RequestRecord } from "@meridian/metrics";
import { seededRandom } from "@meridian/simulator";

export const routes = Array.from({ length: 8 }, (_, index) => `route-${index + 1}`);
export const models = Array.from({ length: 12 }, (_, index) => `model-${index + 1}`);
export const upstreams = Array.from({ length: 14 }, (_, index) => `upstream-${index + 1}`);
export const keyIds = Array.from({ length: 25 }, (_, index) => `key${index + 1}`);
export const regions = ["us-east", "us-west", "eu-west"];
export const variants = ["a", "b"];

const dayMs = 86_400_000;

/**
 * Requests as a middling company has them: 8 routes, 12 models of which each route asks for up to 3, 14 upstreams of which
 * each model has up to 3, 25 keys whose traffic falls by Zipf's law and which use up to 3 routes from mostly one region,
 * two prompt variants on half of the routes. More by day than by night. 2 % are rejected, 1 % fail, 0.5 % are cancelled.
 */
export class MadeUpTraffic {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** Epoch ms within the UTC day that begins at `startMs`: most at 18:00, a quarter of that at 06:00. */
  timeOfDay(startMs: number): number {
    for (;;) {
      const share = this.#random();
      const level = 0.625 - 0.375 * Math.cos(2 * Math.PI * (share - 0.25));
      if (this.#random() < level) return Math.floor(startMs + share * dayMs);
    }
  }

  record(environmentId: string, startedAtMs: number, configVersion: number): RequestRecord {
    const random = this.#random;
    const key = this.#zipf(keyIds.length);
    const route = (key * 3 + this.#zipf(1 + (key % 3))) % routes.length;
    const model = (route + this.#zipf(3) * 4) % models.length;
    const upstream = (model + this.#zipf(1 + (model % 3)) * 5) % upstreams.length;
    const fate = random();
    const outcome = fate < 0.02 ? "rejected" : fate < 0.03 ? "failed" : fate < 0.035 ? "cancelled" : "completed";
    const completed = outcome === "completed";
    const firstTokenMs = Math.round(spread(random, 180 + upstream * 25, 0.45) * 100) / 100;
    const outputTokens = completed ? Math.ceil(spread(random, 180, 0.8)) : 0;
    const durationMs = completed ? firstTokenMs + outputTokens * spread(random, 9 + upstream, 0.2) : random() * 900;
    const inputTokens = Math.ceil(spread(random, 700, 0.9));
    const attemptCount = outcome === "rejected" ? 0 : random() < 0.03 ? 2 : 1;
    const stream = random() < 0.7;
    return {
      id: timeOrderedId(startedAtMs),
      environmentId,
      gatewayInstanceId: "0198a1b2-0000-7000-8000-0000000000aa",
      startedAtMs,
      endpoint: "chat.completions",
      stream,
      keyId: keyIds[key] ?? null,
      keyName: `application ${key + 1}`,
      requestedModel: models[model] ?? null,
      route: routes[route] ?? null,
      upstream: outcome === "rejected" ? null : (upstreams[upstream] ?? null),
      configVersion,
      deploymentId: "0198a1b2-0000-7000-8000-0000000000bb",
      promptVariant: route % 2 === 0 ? (variants[random() < 0.5 ? 0 : 1] ?? null) : null,
      callerRegion: regions[random() < 0.85 ? key % 3 : Math.floor(random() * 3)] ?? null,
      outcome,
      status: completed ? 200 : outcome === "rejected" ? 429 : outcome === "failed" ? 502 : 499,
      errorCode: completed ? null : outcome === "rejected" ? "rate_limited" : "upstream_failed",
      attemptCount,
      firstTokenMs: completed && stream ? firstTokenMs : null,
      durationMs: Math.round(durationMs * 100) / 100,
      inputTokens,
      cachedInputTokens: random() < 0.3 ? Math.floor(inputTokens / 2) : 0,
      outputTokens,
      tokensEstimated: false,
      costNanoUsd: inputTokens * 150 + outputTokens * 600,
      traceId: random() < 0.5 ? randomUUID().replaceAll("-", "") : null,
      sessionHash: random() < 0.5 ? `session-${Math.floor(random() * 200_000)}` : null,
      details: {
        plan: {
          route: routes[route] ?? "",
          policy: "latency",
          candidates: Array.from({ length: 3 }, (_, index) => ({
            upstream: (upstream + index) % upstreams.length,
            name: upstreams[(upstream + index) % upstreams.length] ?? "",
            priority: Math.min(1, index),
            score: 180 + index * 40,
            why: `${180 + index * 40} ms to the first token, least of 3`,
          })),
          skipped: [],
          panic: false,
        },
        attempts: Array.from({ length: attemptCount }, (_, index) => ({
          upstream: upstreams[(upstream + index) % upstreams.length] ?? "",
          as: index === 0 ? ("first" as const) : ("fallback" as const),
          startedAtMs: 1.2 + index * 40,
          headersAtMs: 40.5 + index * 40,
          firstTokenAtMs: completed ? firstTokenMs : null,
          endedAtMs: durationMs,
          status: completed ? 200 : 503,
          outcome: completed ? ("completed" as const) : ("failed" as const),
          cause: null,
          retryAfterMs: null,
        })),
        gaveUp: null,
        errorMessage: completed ? null : "The upstream did not answer.",
      },
    };
  }

  /** 0 … `count` − 1, the n-th as often as 1 ÷ n. */
  #zipf(count: number): number {
    let all = 0;
    for (let rank = 1; rank <= count; rank++) all += 1 / rank;
    let at = this.#random() * all;
    for (let rank = 1; rank < count; rank++) {
      at -= 1 / rank;
      if (at < 0) return rank - 1;
    }
    return count - 1;
  }
}

/** Log-normal around a median. */
function spread(random: () => number, median: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(sigma * normal);
}

/** UUIDv7 of that time. */
export function timeOrderedId(atMs: number): string {
  const time = Math.floor(atMs).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
