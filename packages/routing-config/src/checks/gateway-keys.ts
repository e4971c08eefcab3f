import { matchPattern } from "@meridian/routing";
import type { Finding } from "../finding.ts";
import { didYouMean } from "../nearest-name.ts";
import type { DocumentCheck } from "./document-check.ts";

/** Comparisons of patterns with routes in one document; beyond it no pattern is doubted. */
const mostComparisons = 200_000;

/** Keys stand in the document in file mode, and nowhere else. */
export const checkGatewayKeys: DocumentCheck = (document, options) => {
  const keys = document.gateway_keys ?? [];
  if (options.mode !== "file") {
    if (document.gateway_keys === undefined) return [];
    return [
      {
        code: "gateway_keys_in_workspace",
        severity: "error",
        path: ["gateway_keys"],
        at: "key",
        message: "`gateway_keys` has no place in a workspace: keys belong to an environment, not to a version.",
        hint: "Remove it and create keys in the environment.",
      },
    ];
  }
  if (keys.length === 0) {
    return [
      {
        code: "gateway_keys_missing",
        severity: "warning",
        path: ["gateway_keys"],
        message: "No `gateway_keys`: nobody can call this gateway.",
        hint: 'Add `gateway_keys: [{ name: local, key: "${env.MERIDIAN_KEY}" }]`.',
      },
    ];
  }
  const routes = Object.keys(document.routes);
  const names = new Set(routes);
  let comparisons = 0;
  return keys.flatMap(({ routes: patterns }, index) =>
    (patterns ?? []).flatMap((pattern, position): readonly Finding[] => {
      if (pattern === "*" || names.has(pattern)) return [];
      if (pattern.includes("*")) {
        comparisons += routes.length;
        if (comparisons > mostComparisons || routes.some((route) => matchPattern(pattern, route))) return [];
      }
      return [
        {
          code: "unknown_route",
          severity: "warning",
          path: ["gateway_keys", index, "routes", position],
          message: `No route is called \`${pattern}\`.`,
          hint: () => didYouMean(pattern, routes),
        },
      ];
    }),
  );
};
