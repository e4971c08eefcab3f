import type { Role } from "@meridian/access";

/** What each role is for, in a line. What it may do exactly stands on the page of roles. */
export const roleAbout: Readonly<Record<Role, string>> = {
  owner: "Everything, including making and removing owners.",
  admin: "Everything but owners: members, invitations, keys, secrets, retention.",
  engineer: "Publishes and rolls back configs; manages keys, secrets and overrides.",
  domain_expert: "Publishes and rolls back configs; reads everything else.",
  viewer: "Reads everything, changes nothing.",
};
