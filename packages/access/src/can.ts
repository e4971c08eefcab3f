import type { Role } from "./role.ts";
import { type Scope, scopes } from "./scope.ts";

/** What runs the workspace itself, not the traffic in it: who is here, who did what, how long anything is kept, what it may cost. */
const administering: readonly Scope[] = [
  "demo:delete",
  "members:write",
  "workspace:write",
  "workspace-limits:write",
  "audit:read",
  "retention:write",
];

const working = scopes.filter((scope) => !administering.includes(scope));
const reading = working.filter((scope) => scope.endsWith(":read"));

/** What a role may do, all of it: nothing is inherited from anywhere else. */
const scopesOf: Readonly<Record<Role, ReadonlySet<Scope>>> = {
  owner: new Set(scopes),
  // What ends a whole workspace is its owner's.
  admin: new Set(scopes.filter((scope) => scope !== "demo:delete")),
  engineer: new Set(working),
  domain_expert: new Set([...reading, "routing-config:publish", "routing-config:roll-back", "saved-views:write"]),
  viewer: new Set(reading),
};

/** Whether members with this role may do this. */
export function can(role: Role, scope: Scope): boolean {
  return scopesOf[role].has(scope);
}
