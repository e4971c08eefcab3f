export const roles = ["owner", "admin", "engineer", "domain_expert", "viewer"] as const;
export type Role = (typeof roles)[number];
