import { matchAny } from "../matching/match-pattern.ts";
import type { RouteRequest } from "../route-request.ts";
import type { Route } from "../routing-table.ts";

/** Whether a route takes a request, and why: a clause for people. */
export type MatchWords = { readonly route: string; readonly matches: boolean; readonly why: string };

/** Routes that take the model, up to the first that takes the whole request, which serves it. */
export function matchInWords(routes: readonly Route[], request: RouteRequest): readonly MatchWords[] {
  const words: MatchWords[] = [];
  for (const route of routes) {
    if (!matchAny(route.match.models, request.model)) continue;
    const against = mismatchOf(route, request);
    words.push({ route: route.name, matches: against === null, why: against ?? reasonsOf(route, request) });
    if (against === null) break;
  }
  return words;
}

function mismatchOf({ match }: Route, { keyName, tags, headers }: RouteRequest): string | null {
  if (match.keys !== null && !matchAny(match.keys, keyName)) return `its key is not ${match.keys.join(" or ")}`;
  const wanted = match.tags;
  if (wanted !== null && !tags.some((tag) => matchAny(wanted, tag))) return `it is not tagged ${wanted.join(" or ")}`;
  for (const [name, patterns] of Object.entries(match.headers ?? {})) {
    const value = headers[name];
    if (value === undefined) return `it has no \`${name}\``;
    if (!matchAny(patterns, value)) return `\`${name}\` is not ${patterns.join(" or ")}`;
  }
  return null;
}

function reasonsOf({ match }: Route, { model }: RouteRequest): string {
  const pattern = match.models.includes(model) ? null : match.models.find((each) => matchAny([each], model));
  return [
    pattern ? `the model ${model} fits ${pattern}` : `it serves the model ${model}`,
    ...(match.keys === null ? [] : [`its key is ${match.keys.join(" or ")}`]),
    ...(match.tags === null ? [] : [`it is tagged ${match.tags.join(" or ")}`]),
    ...Object.entries(match.headers ?? {}).map(([name, patterns]) => `\`${name}\` is ${patterns.join(" or ")}`),
  ].join(", ");
}
