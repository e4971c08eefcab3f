import type { Role } from "./role.ts";
import { type Scope, scopes } from "./scope.ts";

const reading = scopes.filter((scope) => scope.endsWith(":read"));

/** What runs the workspace itself, not the traffic in it. */
const administering: readonly Scope[] = ["members:write", "workspace:write"];

/** What a role may do, all of it: nothing is inherited from anywhere else. */
const scopesOf: Readonly<Record<Role, ReadonlySet<Scope>>> = {
  owner: new Set(scopes),
  admin: new Set(scopes),
  engineer: new Set(scopes.filter((scope) => !administering.includes(scope))),
  domain_expert: new Set([...reading, "routing-config:publish", "routing-config:roll-back", "saved-views:write"]),
  viewer: new Set(reading),
};

/** Whether members with this role may do this. */
export function can(role: Role, scope: Scope): boolean {
  return scopesOf[role].has(scope);
}
