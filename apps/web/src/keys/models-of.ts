import { checkRoutingConfig } from "@meridian/routing-config";

/** Model names that callers may send by this document, without patterns. */
export function modelsOf(yaml: string): string[] {
  const { table } = checkRoutingConfig(yaml);
  return table === null
    ? []
    : table.routes.flatMap(({ match }) => match.models.filter((model) => !model.includes("*")));
}
