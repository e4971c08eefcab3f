import { checkedConnector, type OutboundRules, webAddressProblem } from "@meridian/outbound";
import { Pool } from "undici";
import { ConnectionPool } from "./connections/connection-pool.ts";
import { CloudSignIns, type SignInAddresses } from "./sign-in/cloud-sign-ins.ts";

/** Requests give up on connecting by their route's timeout; this ends what nobody waits for any more. */
const connectGiveUpMs = 60_000;

/**
 * One pool of connections for each origin, shared by all environments and kept across config changes: a request in
 * flight never loses its pool. A pool without connections costs a few KB.
 */
export class UpstreamPools {
  readonly #calls = new Map<string, ConnectionPool>();
  readonly #questions = new Map<string, Pool>();
  readonly #rules: OutboundRules;
  readonly signIns: CloudSignIns;

  /** `signInAddresses`: the clouds' own, unless given. */
  constructor(rules: OutboundRules, signInAddresses?: Partial<SignInAddresses>) {
    this.#rules = rules;
    this.signIns = new CloudSignIns((origin) => this.get(origin), signInAddresses);
  }

  /** Why a base URL may not be called, as far as can be told without resolving its name; null when it may. */
  problemWith(baseUrl: string): string | null {
    return webAddressProblem(baseUrl, this.#rules.allowPrivate);
  }

  /** For what callers ask. */
  calls(origin: string): ConnectionPool {
    let pool = this.#calls.get(origin);
    if (!pool) {
      pool = new ConnectionPool(origin, checkedConnector(this.#rules, connectGiveUpMs));
      this.#calls.set(origin, pool);
    }
    return pool;
  }

  /** For what the gateway itself asks now and then: health, engines' metrics, credentials. */
  get(origin: string): Pool {
    let pool = this.#questions.get(origin);
    if (!pool) {
      pool = new Pool(origin, {
        connect: checkedConnector(this.#rules, connectGiveUpMs),
        pipelining: 1,
        allowH2: false,
        // Whoever asks keeps the time.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      this.#questions.set(origin, pool);
    }
    return pool;
  }

  /** Closes every connection, also those in use. */
  async destroy(): Promise<void> {
    for (const pool of this.#calls.values()) pool.destroy();
    this.#calls.clear();
    await Promise.all([...this.#questions.values()].map((pool) => pool.destroy()));
    this.#questions.clear();
  }
}
