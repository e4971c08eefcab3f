import type { FileKey, RoutingTable } from "@meridian/routing";
import { languageDefaults } from "../defaults.ts";
import type { RoutingDocument } from "../schema/document.ts";
import { compileRoute } from "./compile-route.ts";
import { compileUpstream } from "./compile-upstream.ts";

/**
 * A document as the routing core reads it: defaults filled in, references resolved. The same document compiles to the
 * same table forever. Compiles any document of the right shape, also one that the checker refuses for its meaning.
 */
export const compileRoutingDocument = (document: RoutingDocument): RoutingTable => {
  const upstreams = Object.entries(document.upstreams);
  const indexes = new Map(upstreams.map(([name], index) => [name, index]));
  return {
    language: 1,
    upstreams: upstreams.map(([name, upstream]) => compileUpstream(name, upstream)),
    routes: Object.entries(document.routes).map(([name, route]) =>
      compileRoute(name, route, document.defaults, indexes),
    ),
    fileKeys: (document.gateway_keys ?? []).map(
      ({ name, key, routes }): FileKey => ({ name, key, routes: routes ?? [...languageDefaults.keyRoutes] }),
    ),
  };
};
