import { createHash, randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { z } from "zod";
import { leaseScript } from "./lease-script.ts";
import type { LeaseAnswer, LeaseStore, LeaseWish } from "./lease-store.ts";

/** The braces keep all of it on one node of a cluster, as a script demands. */
const prefix = "{meridian:limits}:";

/** An answer that takes longer is none: the gateway goes on by itself. */
const answerWithinMs = 2_000;

/** Redis is asked again at least this often while it is gone: sooner than those that came back are waited for. */
const reconnectMs = 1_000;

const answerSchema = z.tuple([z.coerce.number(), z.array(z.string()), z.array(z.coerce.number()), z.coerce.number()]);

/** Keeps leases in a Redis, by one script. Reconnects by itself. */
export class RedisStore implements LeaseStore {
  readonly #redis: Redis;
  readonly #gateway: string;
  /** Processes follow each other under the gateway's name, and by mistake live under it side by side. */
  readonly #process = randomUUID();
  readonly #sha = createHash("sha1").update(leaseScript).digest("hex");
  #sequence = 0;

  constructor(url: string, gateway: string) {
    this.#gateway = gateway;
    this.#redis = new Redis(url, {
      // What cannot be said now is not said later: it would be out of date.
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      commandTimeout: answerWithinMs,
      connectTimeout: answerWithinMs,
      retryStrategy: (times) => Math.min(reconnectMs, 50 * times),
      lazyConnect: true,
      connectionName: "meridian-gateway",
    });
    // Every failed exchange says it too, and nobody else listens.
    this.#redis.on("error", () => {});
  }

  async open(): Promise<void> {
    await this.#redis.connect().catch(() => {});
  }

  async exchange(wishes: readonly LeaseWish[], leaving = false): Promise<LeaseAnswer> {
    this.#sequence += 1;
    const keys = ["began", "gateways", "starving", ...wishes.map(({ key }) => key)].map((key) => prefix + key);
    const wanted = wishes.flatMap(wordsOf);
    const sent = [this.#gateway, this.#process, this.#sequence, leaving ? 1 : 0, ...wanted];
    const [gateways, starving, amounts, twins] = answerSchema.parse(await this.#run(keys, sent));
    return {
      gateways,
      twins,
      starving: new Set(starving.map((key) => key.slice(prefix.length))),
      grants: wishes.map((_, i) => ({ granted: amounts[2 * i] ?? 0, heldByOthers: amounts[2 * i + 1] ?? 0 })),
    };
  }

  close(): void {
    this.#redis.disconnect();
  }

  /** A Redis that began anew does not know the script yet. */
  async #run(keys: readonly string[], sent: readonly (string | number)[]): Promise<unknown> {
    try {
      return await this.#redis.evalsha(this.#sha, keys.length, ...keys, ...sent);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
      return await this.#redis.eval(leaseScript, keys.length, ...keys, ...sent);
    }
  }
}

const wordsOf = ({ want, used, least, limit, keepMs, sparing }: LeaseWish): number[] => {
  return [want, used, least, limit, keepMs, sparing ? 1 : 0];
};
