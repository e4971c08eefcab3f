import { type LookupAddress, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { addressProblem } from "./address-check.ts";

/** Resolves a host's addresses, all of them. */
export type ResolveHost = (
  hostname: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/**
 * A lookup for `net.connect` that answers with nothing but addresses which may be called: what was checked is what is
 * connected to, so a name cannot resolve to one address for the check and to another for the call. One refused address
 * refuses the name.
 */
export function checkedLookup(allowPrivate: boolean, resolve: ResolveHost = resolveBySystem): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error) return callback(error, "", 0);
      for (const { address } of addresses) {
        const problem = addressProblem(address, allowPrivate);
        if (problem)
          return callback(new OutboundRefused(`The host \`${hostname}\` may not be called: ${problem}.`), "", 0);
      }
      const wanted = addresses.filter(({ family }) => !options.family || options.family === family);
      const first = wanted[0];
      if (!first) return callback(new OutboundRefused(`The host \`${hostname}\` has no address.`), "", 0);
      if (options.all) callback(null, [...wanted]);
      else callback(null, first.address, first.family);
    });
  };
}

/** The outbound check said no. */
export class OutboundRefused extends Error {
  readonly code = "EOUTBOUND";
}

function resolveBySystem(hostname: string, done: Parameters<ResolveHost>[1]): void {
  lookup(hostname, { all: true }, (error, addresses) => done(error, addresses));
}
