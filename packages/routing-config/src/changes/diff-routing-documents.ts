import type { RoutingDocument } from "../schema/document.ts";
import type { RouteDocument } from "../schema/route.ts";
import type { ConfigChange } from "./config-change.ts";
import { fieldChanges } from "./field-changes.ts";
import { targetChanges } from "./target-changes.ts";

/**
 * What became different, in the order upstreams, routes, the rest. Comments, spelling (`60s`, `1m`) and the order of
 * upstreams are no changes. `before` is null for the first version.
 */
export const diffRoutingDocuments = (before: RoutingDocument | null, after: RoutingDocument): ConfigChange[] => {
  const earlier = before ?? { language: 1, upstreams: {}, routes: {} };
  const renamed = renamedUpstreams(earlier, after);
  return [
    ...upstreamChanges(earlier, after, renamed),
    ...routeChanges(earlier, after, renamed),
    ...reordered(earlier, after),
    ...(["defaults", "prompts", "gateway_keys"] as const).flatMap((part) =>
      fieldChanges(earlier[part], after[part], [part], [part]).map(
        (change): ConfigChange => ({ subject: "document", ...change }),
      ),
    ),
  ];
};

/** Earlier name → new name of upstreams that only changed their name. */
const renamedUpstreams = (before: RoutingDocument, after: RoutingDocument): ReadonlyMap<string, string> => {
  const added = new Map(
    Object.entries(after.upstreams)
      .filter(([name]) => !Object.hasOwn(before.upstreams, name))
      .map(([name, definition]) => [JSON.stringify(definition), name]),
  );
  const renamed = new Map<string, string>();
  for (const [name, definition] of Object.entries(before.upstreams)) {
    const text = JSON.stringify(definition);
    const newName = Object.hasOwn(after.upstreams, name) ? undefined : added.get(text);
    if (newName === undefined) continue;
    renamed.set(name, newName);
    added.delete(text);
  }
  return renamed;
};

const upstreamChanges = (
  before: RoutingDocument,
  after: RoutingDocument,
  renamed: ReadonlyMap<string, string>,
): ConfigChange[] => {
  const newNames = new Map([...renamed].map(([earlier, later]) => [later, earlier]));
  const changes = Object.entries(after.upstreams).flatMap(([upstream, definition]): ConfigChange[] => {
    const subject = { subject: "upstream", upstream } as const;
    const earlierName = newNames.get(upstream);
    if (earlierName !== undefined) return [{ ...subject, kind: "renamed", before: earlierName }];
    const previous = own(before.upstreams, upstream);
    if (previous === undefined) return [{ ...subject, kind: "added", definition }];
    return fieldChanges(previous, definition, ["upstreams", upstream]).map((change) => ({ ...subject, ...change }));
  });
  const removed = Object.entries(before.upstreams)
    .filter(([name]) => !Object.hasOwn(after.upstreams, name) && !renamed.has(name))
    .map(([upstream, definition]): ConfigChange => ({ subject: "upstream", upstream, kind: "removed", definition }));
  return [...changes, ...removed];
};

const routeChanges = (
  before: RoutingDocument,
  after: RoutingDocument,
  renamed: ReadonlyMap<string, string>,
): ConfigChange[] => {
  const changes = Object.entries(after.routes).flatMap(([route, definition]): ConfigChange[] => {
    const previous = own(before.routes, route);
    if (previous === undefined) return [{ subject: "route", route, kind: "added", definition }];
    const fields = fieldChanges(withoutTargets(previous), withoutTargets(definition), ["routes", route]);
    return [
      ...fields.map((change): ConfigChange => ({ subject: "route", route, ...change })),
      ...rulesReordered(route, previous, definition),
      ...targetChanges(route, previous, definition, renamed),
    ];
  });
  const removed = Object.entries(before.routes)
    .filter(([name]) => !Object.hasOwn(after.routes, name))
    .map(([route, definition]): ConfigChange => ({ subject: "route", route, kind: "removed", definition }));
  return [...changes, ...removed];
};

/** The first route that matches serves a request, so their order has a meaning. */
const reordered = (before: RoutingDocument, after: RoutingDocument): ConfigChange[] => {
  const names = Object.keys(after.routes);
  if (!inAnotherOrder(Object.keys(before.routes), names)) return [];
  return [{ subject: "document", kind: "routes_reordered", after: names }];
};

/** So has the order of rules. */
const rulesReordered = (route: string, before: RouteDocument, after: RouteDocument): ConfigChange[] => {
  const namesOf = ({ rules = [] }: RouteDocument) => rules.map(({ name }) => name);
  if (!inAnotherOrder(namesOf(before), namesOf(after))) return [];
  return [{ subject: "route", route, kind: "rules_reordered", after: namesOf(after) }];
};

/** Of the names that both have. */
const inAnotherOrder = (before: readonly string[], after: readonly string[]): boolean => {
  const [earlier, later] = [new Set(before), new Set(after)];
  return before.filter((name) => later.has(name)).join("\n") !== after.filter((name) => earlier.has(name)).join("\n");
};

/** Targets are compared apart; `policy: queue` and `policy: { kind: queue }` say the same. */
const withoutTargets = (route: RouteDocument) => {
  const { policy } = route;
  const isBare = typeof policy === "object" && Object.keys(policy).length === 1;
  return { ...route, policy: isBare ? policy.kind : policy, targets: undefined };
};

const own = <Value>(map: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;
