/** What can be permitted, as `resource:action`. */
export const scopes = [
  "workspace:read",
  "metrics:read",
  /** Views of the dashboards that a workspace shares. */
  "saved-views:read",
  "saved-views:write",
  "live:read",
  "requests:read",
  "error-insights:read",
  /** Resolve and reopen. */
  "error-insights:write",
  "deployments:read",
  "routing-config:read",
  "routing-config:publish",
  "routing-config:roll-back",
  "gateway-keys:read",
  "gateway-keys:write",
  /** Names and allowed hosts. No scope reads a value. */
  "secrets:read",
  "secrets:write",
  /** Calling an address to see whether it is an upstream. */
  "upstreams:test",
  "overrides:read",
  "overrides:write",
  /** Who is here, in which role, and which invitations are open. No scope reads an invitation's link. */
  "members:read",
  /** Roles, invitations, removal. Only owners touch owners, whoever has this. */
  "members:write",
  /** Ending the demo for good. */
  "demo:delete",
  /** Name and environments. */
  "workspace:write",
  /** What all environments together may use up. */
  "workspace-limits:read",
  "workspace-limits:write",
  "retention:read",
  "retention:write",
  "audit:read",
] as const;
export type Scope = (typeof scopes)[number];
