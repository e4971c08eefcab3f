import { type PromptText, SentPrompts, type UpstreamState } from "@meridian/routing";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { EnvironmentRegistry } from "../src/environments/environment-registry.ts";
import { exchangeByRedis } from "../src/peers/exchange-by-redis.ts";
import type { PeerExchange } from "../src/peers/peer-exchange.ts";
import { UpstreamPools } from "../src/upstream/upstream-pools.ts";
import { environmentId, snapshotOf } from "./signed-snapshot.ts";

/** Two environments of one workspace. */
export const environments = [environmentId, environmentId.replace("6f3c", "7a2d")] as const;

/** The upstreams of each environment, equal in everything. */
const yaml = `language: 1
upstreams:
  east: { provider: vllm, base_url: "https://east.example.com/v1" }
  west: { provider: vllm, base_url: "https://west.example.com/v1" }
routes:
  chat: { policy: adaptive, targets: [{ upstream: east }, { upstream: west }] }
`;

/** A gateway of two environments, as far as gateways see each other over Redis: what it serves and how it tells of it. */
export class PeeringGateway {
  readonly sent = new SentPrompts();
  readonly registry = new EnvironmentRegistry({
    openSecret: () => "",
    readEnvironmentVariable: () => undefined,
    pools: new UpstreamPools({ allowPrivate: true }),
    sentPrompts: this.sent,
  });
  readonly exchange: PeerExchange;

  private constructor(redisUrl: string) {
    const { registry, sent } = this;
    const log = pino({ level: "silent" });
    this.exchange = exchangeByRedis(redisUrl, { registry, sent, clock: Date.now, log });
  }

  /** Resolves once it listens. `atEnd` is given what ends it; by default that is the end of the test. */
  static async start(redisUrl: string, atEnd: (end: () => void) => void = onTestFinished): Promise<PeeringGateway> {
    const gateway = new PeeringGateway(redisUrl);
    for (const id of environments)
      gateway.registry.apply({ kind: "snapshot", snapshot: snapshotOf(1, { environmentId: id, yaml }) }, Date.now());
    atEnd(() => gateway.exchange.stop());
    await gateway.exchange.start();
    return gateway;
  }

  /** The first upstream of an environment. */
  east(environment: string): UpstreamState {
    const [east] = this.registry.get(environment)!.state.upstreams();
    return east!;
  }

  /** Sends a request there that is not answered. */
  send(environment: string, prompt: PromptText): void {
    this.registry.get(environment)!.state.begin(0, 2_000, Date.now(), { prompt, inputTokens: 1_900 });
  }
}
