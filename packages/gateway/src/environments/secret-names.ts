import { credentialsOf, type RoutingTable } from "@meridian/routing";

/** The secrets that upstreams of a table are called with, each once. */
export function secretNamesOf(table: RoutingTable | null): readonly string[] {
  const references = table?.upstreams.flatMap(credentialsOf) ?? [];
  return [...new Set(references.flatMap(({ from, name }) => (from === "secret" ? [name] : [])))];
}
