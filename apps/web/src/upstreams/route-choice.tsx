"use client";

import { Field } from "../ui/field.tsx";
import { Select } from "../ui/select.tsx";
import type { RouteWish } from "./upstream-addition.ts";

/** Who is sent to the new upstream: callers of its own models, or those of a route that there is. */
export function RouteChoice({
  routes,
  wish,
  onWish,
}: {
  readonly routes: readonly string[];
  readonly wish: RouteWish;
  readonly onWish: (wish: RouteWish) => void;
}) {
  const [first] = routes;
  if (first === undefined) return null;
  const route = wish.kind === "new" ? first : wish.route;
  return (
    <div className="grid max-w-xl gap-4 sm:grid-cols-2">
      <Field label="Which requests go there">
        {(ids) => (
          <Select
            {...ids}
            className="w-full"
            value={wish.kind}
            onChange={({ target: { value } }) =>
              onWish(value === "beside" || value === "fallback" ? { kind: value, route } : { kind: "new" })
            }
          >
            <option value="new">Those that ask for its models (a new route)</option>
            <option value="beside">A share of a route’s requests</option>
            <option value="fallback">A route’s, when its others are out</option>
          </Select>
        )}
      </Field>
      {wish.kind !== "new" && (
        <Field label="Route">
          {(ids) => (
            <Select
              {...ids}
              className="w-full"
              value={route}
              onChange={({ target: { value } }) => onWish({ kind: wish.kind, route: value })}
            >
              {routes.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
      )}
    </div>
  );
}
