import { isIP, type LookupFunction } from "node:net";
import { hostOf } from "@meridian/routing-config";
import { buildConnector, Pool } from "undici";
import { addressProblem } from "./address-check.ts";
import { checkedLookup, OutboundRefused } from "./checked-lookup.ts";

/** Requests give up on connecting by their route's timeout; this ends what nobody waits for any more. */
const connectGiveUpMs = 60_000;

/**
 * One pool of connections for each origin, shared by all environments and kept across config changes: a request in
 * flight never loses its pool. A pool without connections costs a few KB.
 */
export class UpstreamPools {
  readonly #pools = new Map<string, Pool>();
  readonly #allowPrivate: boolean;
  readonly #lookup: LookupFunction;

  constructor(options: { readonly allowPrivate: boolean; readonly lookup?: LookupFunction }) {
    this.#allowPrivate = options.allowPrivate;
    this.#lookup = options.lookup ?? checkedLookup(options.allowPrivate);
  }

  /** Why a base URL may not be called, as far as can be told without resolving its name; null when it may. */
  problemWith(baseUrl: string): string | null {
    const url = URL.parse(baseUrl);
    if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) return "it is no http(s) URL";
    if (url.username !== "" || url.password !== "") return "credentials do not belong in it";
    const host = hostOf(baseUrl);
    return isIP(host) === 0 ? null : addressProblem(host, this.#allowPrivate);
  }

  get(origin: string): Pool {
    let pool = this.#pools.get(origin);
    if (!pool) {
      pool = new Pool(origin, {
        connect: this.#connector(),
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

  #connector(): buildConnector.connector {
    const connect = buildConnector({
      allowH2: false,
      timeout: connectGiveUpMs,
      lookup: this.#lookup,
      autoSelectFamily: true,
    });
    return (options, callback) => {
      // An address that stands in the URL itself is never looked up.
      const host = options.hostname.replace(/^\[|\]$/g, "");
      const problem = isIP(host) === 0 ? null : addressProblem(host, this.#allowPrivate);
      if (problem) callback(new OutboundRefused(`The upstream may not be called: ${problem}.`), null);
      else connect(options, callback);
    };
  }
}
