/** Whom a visitor of the demo may be without a password. */
export const demoRoles = ["engineer", "domain_expert", "viewer", "owner"] as const;
export type DemoRole = (typeof demoRoles)[number];
