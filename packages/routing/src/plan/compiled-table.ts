import type { AffinityHomes } from "../affinity/affinity-homes.ts";
import type { EjectionPlace, RouteEjections } from "../health/route-ejections.ts";
import { RouteIndex } from "../matching/route-index.ts";
import type { ScopeUsage } from "../limits/scope-usage.ts";
import type { MeasuredTests } from "../rules/measured-tests.ts";
import type { RoutingTable } from "../routing-table.ts";
import type { UpstreamState } from "../state/upstream-state.ts";
import { type CompiledRoute, compileRoute, type PlaceOf } from "./compiled-route.ts";

/** A table laid out over live state. */
export class CompiledTable {
  readonly table: RoutingTable;
  /** By index of `table.upstreams`. */
  readonly states: readonly UpstreamState[];
  readonly index: RouteIndex;
  /** By index of `table.routes`. */
  readonly routes: readonly CompiledRoute[];
  readonly #byName: ReadonlyMap<string, CompiledRoute>;

  constructor(
    table: RoutingTable,
    states: readonly UpstreamState[],
    usageOf: (route: string) => ScopeUsage,
    before: CompiledTable | null,
    placeOf: PlaceOf,
    homes: AffinityHomes | null,
    measured: MeasuredTests,
  ) {
    this.table = table;
    this.states = states;
    this.index = new RouteIndex(table.routes);
    this.routes = table.routes.map((route) =>
      compileRoute(route, table, states, usageOf(route.name), before?.routeOf(route.name), placeOf, homes, measured),
    );
    this.#byName = new Map(this.routes.map((compiled) => [compiled.route.name, compiled]));
  }

  routeOf(name: string): CompiledRoute | undefined {
    return this.#byName.get(name);
  }

  /** Each upstream's places in the routes that eject outliers, by index of the upstream. */
  ejectionsByUpstream(): readonly (readonly { readonly route: RouteEjections; readonly place: EjectionPlace }[])[] {
    return this.states.map((state) =>
      this.routes.flatMap(({ ejections, targets }) => {
        const places = targets.flatMap((target) =>
          target.state === state && target.ejection ? [target.ejection] : [],
        );
        return ejections === null ? [] : places.map((place) => ({ route: ejections, place }));
      }),
    );
  }
}
