import { parseRoutingDocument } from "@meridian/routing-config";

/** Names of routes and upstreams that a document has, in its order. */
export function configNames(yaml: string): { readonly routes: string[]; readonly upstreams: string[] } {
  const { document } = parseRoutingDocument(yaml);
  return { routes: Object.keys(document?.routes ?? {}), upstreams: Object.keys(document?.upstreams ?? {}) };
}
