import { describe, expect, it } from "vitest";
import { can } from "./can.ts";
import { type Role, roles } from "./role.ts";
import { type Scope, scopes } from "./scope.ts";

const everybody = [...roles];
const publishers: readonly Role[] = ["owner", "admin", "engineer", "domain_expert"];
const operators: readonly Role[] = ["owner", "admin", "engineer"];
const admins: readonly Role[] = ["owner", "admin"];

const allowed: Readonly<Record<Scope, readonly Role[]>> = {
  "workspace:read": everybody,
  "metrics:read": everybody,
  "saved-views:read": everybody,
  "saved-views:write": publishers,
  "live:read": everybody,
  "requests:read": everybody,
  "error-insights:read": everybody,
  "error-insights:write": operators,
  "deployments:read": everybody,
  "routing-config:read": everybody,
  "routing-config:publish": publishers,
  "routing-config:roll-back": publishers,
  "gateway-keys:read": everybody,
  "gateway-keys:write": operators,
  "secrets:read": everybody,
  "secrets:write": operators,
  "upstreams:test": operators,
  "overrides:read": everybody,
  "overrides:write": operators,
  "demo:delete": ["owner"],
  "members:read": everybody,
  "members:write": admins,
  "workspace:write": admins,
  "workspace-limits:read": everybody,
  "workspace-limits:write": admins,
  "retention:read": everybody,
  "retention:write": admins,
  "audit:read": admins,
};

describe("can", () => {
  const table = roles.flatMap((role) => scopes.map((scope) => ({ role, scope, may: allowed[scope].includes(role) })));

  it("says for each of 5 roles what it may do with every scope", () => {
    expect(table).toHaveLength(5 * scopes.length);
  });

  it.each(table)("$role, $scope: $may", ({ role, scope, may }) => {
    expect(can(role, scope)).toBe(may);
  });
});
