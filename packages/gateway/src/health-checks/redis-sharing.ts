import { createHash } from "node:crypto";
import { Redis } from "ioredis";
import type { CheckSharing } from "./check-sharing.ts";

/** The braces keep all of it on one node of a cluster. */
const prefix = "{meridian:checks}:";

/** An answer that takes longer is none. */
const answerWithinMs = 2_000;
const reconnectMs = 1_000;

/** Shares checks by a Redis: a name's turn is a key that its gateway holds, what was found is another. */
export class RedisSharing implements CheckSharing {
  readonly #redis: Redis;
  readonly #gateway: string;
  readonly #held = new Set<string>();

  constructor(url: string, gateway: string) {
    this.#gateway = gateway;
    this.#redis = new Redis(url, {
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      commandTimeout: answerWithinMs,
      connectTimeout: answerWithinMs,
      retryStrategy: (times) => Math.min(reconnectMs, 50 * times),
      lazyConnect: true,
      connectionName: "meridian-gateway-checks",
    });
    // Every failed turn says it too, and nobody else listens.
    this.#redis.on("error", () => {});
  }

  async open(): Promise<this> {
    await this.#redis.connect().catch(() => {});
    return this;
  }

  async turn(name: string, holdMs: number): ReturnType<CheckSharing["turn"]> {
    const turn = keyOf("turn", name);
    const answers = await this.#redis
      .multi()
      .set(turn, this.#gateway, "PX", Math.ceil(holdMs), "NX")
      .mget(turn, keyOf("found", name))
      .exec();
    const [holder, found] = readPair(answers?.[1]);
    const mine = holder === this.#gateway;
    if (mine) {
      this.#held.add(turn);
      await this.#redis.pexpire(turn, Math.ceil(holdMs));
    } else this.#held.delete(turn);
    return { mine, failsSinceMs: found === null ? null : Number(found) };
  }

  async tell(name: string, failsSinceMs: number, keepMs: number): Promise<void> {
    await this.#redis.set(keyOf("found", name), String(failsSinceMs), "PX", Math.ceil(keepMs));
  }

  async close(): Promise<void> {
    // Others need not wait until it is sure that this gateway is gone.
    if (this.#held.size > 0) await this.#redis.del(...this.#held).catch(() => {});
    this.#redis.disconnect();
  }
}

/** Names are addresses, and as long as these. */
const keyOf = (what: "turn" | "found", name: string): string =>
  `${prefix}${what}|${createHash("sha256").update(name).digest("base64url")}`;

function readPair(answer: readonly [Error | null, unknown] | undefined): readonly [string | null, string | null] {
  const [error, pair] = answer ?? [new Error("Redis has not answered."), null];
  if (error) throw error;
  const [first, second]: readonly unknown[] = Array.isArray(pair) ? pair : [];
  return [typeof first === "string" ? first : null, typeof second === "string" ? second : null];
}
