import type { RoutingTable } from "@meridian/routing";
import { type CheckOptions, checkRoutingConfig, type Diagnostic } from "@meridian/routing-config";
import { createUpstreamTarget } from "../upstream/create-upstream-target.ts";
import type { UpstreamPools } from "../upstream/upstream-pools.ts";
import type { UpstreamTarget } from "../upstream/upstream-target.ts";
import { type ApplyProblem, type CredentialSources, resolveCredentials } from "./resolve-credentials.ts";

export type CompiledEnvironment = {
  readonly table: RoutingTable;
  readonly targets: readonly UpstreamTarget[];
  readonly matchedHeaders: readonly string[];
  readonly readsPrompts: boolean;
};

/** Turns a document into what a gateway serves with; null when something in `diagnostics` is an error. */
export function compileEnvironment(
  yaml: string,
  options: CheckOptions,
  sources: CredentialSources,
  pools: UpstreamPools,
): { readonly compiled: CompiledEnvironment | null; readonly diagnostics: readonly Diagnostic[] } {
  const { table, diagnostics } = checkRoutingConfig(yaml, options);
  if (!table) return { compiled: null, diagnostics };
  const { credentials, problems } = resolveCredentials(table, sources);
  const all = [...problems, ...addressProblems(table, pools)];
  if (all.length > 0) return { compiled: null, diagnostics: [...diagnostics, ...all.map(asDiagnostic)] };
  const targets = table.upstreams.map((upstream, i) => createUpstreamTarget(upstream, credentials[i] ?? null, pools));
  const compiled = { table, targets, matchedHeaders: headersRead(table), readsPrompts: promptsRead(table) };
  return { compiled, diagnostics };
}

function addressProblems(table: RoutingTable, pools: UpstreamPools): ApplyProblem[] {
  return table.upstreams.flatMap(({ name, baseUrl, engineMetrics }) => {
    const addresses = [["base_url", baseUrl], ...(engineMetrics ? [["engine_metrics.url", engineMetrics.url]] : [])];
    return addresses.flatMap(([at = "", address = ""]) => {
      const problem = pools.problemWith(address);
      if (problem === null) return [];
      return [
        {
          code: "address_refused" as const,
          path: `upstreams.${name}.${at}`,
          message: `\`${address}\` may not be called: ${problem}.`,
        },
      ];
    });
  });
}

/** Whether some route asks which prompts begin alike, or how hard they look. */
export const promptsRead = ({ routes }: RoutingTable): boolean =>
  routes.some(
    ({ policy, affinity, rules = [] }) =>
      policy.kind === "adaptive" ||
      affinity?.key.from === "prefix" ||
      rules.some(({ when }) => when.complexity !== undefined),
  );

/** Lower-case names of the request headers that some route reads. */
export function headersRead(table: RoutingTable): readonly string[] {
  const names = table.routes.flatMap(({ match, affinity, rules = [], stickyKey = [] }) => [
    ...Object.keys(match.headers ?? {}),
    ...rules.flatMap(({ when }) => Object.keys(when.headers ?? {})),
    ...stickyKey.flatMap((identity) => (identity.from === "header" ? [identity.name] : [])),
    ...(affinity?.key.from === "header" ? [affinity.key.name] : []),
  ]);
  return [...new Set(names)];
}

/** What only a gateway can tell stands nowhere in the text: its range is the document's beginning. */
export function asDiagnostic({ code, path, message }: ApplyProblem): Diagnostic {
  const start = { line: 1, column: 1, offset: 0 };
  return { code, severity: "error", path, range: { start, end: start }, message, hint: null };
}
