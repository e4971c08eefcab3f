import { checkedConnector, type OutboundRules, webAddressProblem } from "@meridian/outbound";
import { type buildConnector, Pool } from "undici";
import { joinWrites } from "./join-writes.ts";
import { CloudSignIns, type SignInAddresses } from "./sign-in/cloud-sign-ins.ts";

/** Requests give up on connecting by their route's timeout; this ends what nobody waits for any more. */
const connectGiveUpMs = 60_000;

/**
 * One pool of connections for each origin, shared by all environments and kept across config changes: a request in
 * flight never loses its pool. A pool without connections costs a few KB.
 */
export class UpstreamPools {
  readonly #pools = new Map<string, Pool>();
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

  get(origin: string): Pool {
    let pool = this.#pools.get(origin);
    if (!pool) {
      pool = new Pool(origin, {
        connect: joiningConnector(checkedConnector(this.#rules, connectGiveUpMs)),
        pipelining: 1,
        // One connection, one request: an abort is a closed connection, which every server notices at once.
        allowH2: false,
        // The request path keeps its own time.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      this.#pools.set(origin, pool);
    }
    return pool;
  }

  /** Closes every connection, also those in use. */
  async destroy(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.destroy()));
    this.#pools.clear();
  }
}

function joiningConnector(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connect(options, (...result) => {
      const [, socket] = result;
      if (socket) joinWrites(socket);
      callback(...result);
    });
}
