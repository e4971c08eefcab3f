import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import { addressProblem } from "./address-check.ts";
import { checkedLookup, OutboundRefused } from "./checked-lookup.ts";

export type OutboundRules = {
  /** Whether loopback and private addresses may be called. Link-local and metadata addresses never may. */
  readonly allowPrivate: boolean;
  /** How names are resolved; by the system, checked, unless given. */
  readonly lookup?: LookupFunction;
};

/** Connects to nothing but addresses that may be called, whether they stand in the URL or a name resolves to them. */
export function checkedConnector(rules: OutboundRules, timeoutMs: number): buildConnector.connector {
  const { allowPrivate, lookup = checkedLookup(allowPrivate) } = rules;
  const connect = buildConnector({ allowH2: false, timeout: timeoutMs, lookup, autoSelectFamily: true });
  return (options, callback) => {
    // An address that stands in the URL itself is never looked up.
    const host = options.hostname.replace(/^\[|\]$/g, "");
    const problem = isIP(host) === 0 ? null : addressProblem(host, allowPrivate);
    if (problem) callback(new OutboundRefused(`The upstream may not be called: ${problem}.`), null);
    else connect(options, callback);
  };
}
