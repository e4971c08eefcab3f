import type { Role } from "@meridian/access";

/** Roles as people say them. */
export const roleWords: Readonly<Record<Role, string>> = {
  owner: "Owner",
  admin: "Admin",
  engineer: "Engineer",
  domain_expert: "Domain expert",
  viewer: "Viewer",
};
