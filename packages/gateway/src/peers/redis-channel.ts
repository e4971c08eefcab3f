import { Redis } from "ioredis";
import type { PeerChannel } from "./peer-channel.ts";

/** An answer that takes longer is none. */
const answerWithinMs = 2_000;
const reconnectMs = 1_000;

/** A message that takes more is not waited for to its end: whoever may write to the Redis could fill the memory with it. */
const mostMessageBytes = 2_097_152;

/** A channel of a Redis. One connection listens, as the protocol demands, and another one tells. Both reconnect by themselves. */
export class RedisChannel implements PeerChannel {
  readonly #teller: Redis;
  readonly #listener: Redis;
  readonly #name: string;

  constructor(url: string) {
    this.#teller = connect(url, "meridian-gateway-peers");
    this.#listener = connect(url, "meridian-gateway-hears");
    // Channels are of a whole Redis, and an installation has a database of its own in it.
    this.#name = `{meridian:peers}:${this.#teller.options.db ?? 0}`;
  }

  async open(hear: (message: string | null) => void): Promise<void> {
    const listener = this.#listener;
    /** Since the last message. */
    let bytes = 0;
    listener.on("message", (_channel, message) => {
      bytes = 0;
      hear(message);
    });
    listener.on("ready", () => {
      bytes = 0;
      // Behind the client's own reader, which has told of every message that ended in the chunk.
      listener.stream.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= mostMessageBytes) return;
        // It connects again.
        listener.stream.destroy();
        hear(null);
      });
      void listener.subscribe(this.#name).catch(() => {});
    });
    await Promise.all([this.#teller, this.#listener].map((redis) => redis.connect().catch(() => {})));
  }

  async tell(message: string): Promise<void> {
    await this.#teller.publish(this.#name, message);
  }

  close(): void {
    this.#teller.disconnect();
    this.#listener.disconnect();
  }
}

function connect(url: string, connectionName: string): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // Done by who opens it, each time that the connection is there again.
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    commandTimeout: answerWithinMs,
    connectTimeout: answerWithinMs,
    retryStrategy: (times) => Math.min(reconnectMs, 50 * times),
    lazyConnect: true,
    connectionName,
  });
  // Every failed message says it too, and nobody else listens.
  redis.on("error", () => {});
  return redis;
}
