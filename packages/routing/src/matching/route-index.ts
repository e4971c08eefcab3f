import type { Route } from "../routing-table.ts";
import type { RouteRequest } from "../route-request.ts";
import { matchAny } from "./match-pattern.ts";

/** A route with what its match reads laid out flat. */
type IndexedRoute = {
  readonly route: Route;
  readonly position: number;
  readonly headers: readonly (readonly [name: string, patterns: readonly string[]])[];
};

/** Finds the route of a request without walking every route: exact model names are looked up, patterns are walked. */
export class RouteIndex {
  /** For each model that some route names exactly: every route that takes it, in document order. */
  readonly #byModel: ReadonlyMap<string, readonly IndexedRoute[]>;
  /** Routes with a `*` in their models, for names that no route spells out. */
  readonly #byPattern: readonly IndexedRoute[];

  constructor(routes: readonly Route[]) {
    const indexed = routes.map((route, position) => ({
      route,
      position,
      headers: Object.entries(route.match.headers ?? {}),
    }));
    const exact = new Set(routes.flatMap(({ match }) => match.models.filter((model) => !model.includes("*"))));
    this.#byModel = new Map(
      [...exact].map((model) => [model, indexed.filter(({ route }) => matchAny(route.match.models, model))]),
    );
    this.#byPattern = indexed.filter(({ route }) => route.match.models.some((model) => model.includes("*")));
  }

  /** Position in the table of the first route that matches; -1 when none does. */
  find(request: RouteRequest): number {
    const named = this.#byModel.get(request.model);
    if (named) return named.find((indexed) => restMatches(indexed, request))?.position ?? -1;
    for (const indexed of this.#byPattern) {
      if (matchAny(indexed.route.match.models, request.model) && restMatches(indexed, request)) return indexed.position;
    }
    return -1;
  }

  /** Exact model names of the routes that a key may use. */
  modelsFor(keyName: string, keyRoutes: readonly string[]): ReadonlySet<string> {
    const models = new Set<string>();
    for (const [model, routes] of this.#byModel) {
      if (routes.some(({ route }) => keyMayAsk(route, keyName) && matchAny(keyRoutes, route.name))) models.add(model);
    }
    return models;
  }
}

const keyMayAsk = (route: Route, keyName: string): boolean =>
  route.match.keys === null || matchAny(route.match.keys, keyName);

/** Everything but the model. */
function restMatches({ route, headers }: IndexedRoute, request: RouteRequest): boolean {
  const { tags } = route.match;
  if (!keyMayAsk(route, request.keyName)) return false;
  if (tags !== null && !request.tags.some((tag) => matchAny(tags, tag))) return false;
  for (const [name, patterns] of headers) {
    const value = request.headers[name];
    if (value === undefined || !matchAny(patterns, value)) return false;
  }
  return true;
}
