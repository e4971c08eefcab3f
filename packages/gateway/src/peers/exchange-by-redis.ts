import { PeerExchange } from "./peer-exchange.ts";
import { RedisChannel } from "./redis-channel.ts";

type Parts = Omit<ConstructorParameters<typeof PeerExchange>[0], "channel">;

/** Lets the gateways that name the same Redis see each other. Starts nothing. */
export const exchangeByRedis = (url: string, parts: Parts): PeerExchange =>
  new PeerExchange({ ...parts, channel: new RedisChannel(url) });
