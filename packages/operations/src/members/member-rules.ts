import { can, type Role, roles } from "@meridian/access";

/** What is to be done with a member, and by whom. */
export type MemberChange = {
  /** The role of who does it. */
  readonly by: Role;
  /** Whether they do it to themselves. */
  readonly self: boolean;
  readonly from: Role;
  /** null: removed, or gone. */
  readonly to: Role | null;
  /** Owners of the workspace, before. */
  readonly owners: number;
};

/** Why a change of somebody's role is refused, as a sentence; null when it may be. */
export function memberChangeRefusal({ by, self, from, to, owners }: MemberChange): string | null {
  if (from === "owner" && to !== "owner" && owners <= 1) {
    return "A workspace needs an owner, and this is the only one. Make somebody else an owner first.";
  }
  // Whoever leaves or steps down asks nobody.
  if (self && to === null) return null;
  if (self && rank(to ?? "viewer") < rank(from)) return "Nobody can give themselves more rights. Ask another owner.";
  if (self && can(from, "members:write")) return null;
  if (!can(by, "members:write")) return "Changing members needs the permission members:write.";
  if (by !== "owner" && (from === "owner" || to === "owner")) {
    return "Only an owner can make somebody an owner, or change or remove one.";
  }
  return null;
}

/** 0 for who may do most. */
const rank = (role: Role): number => roles.indexOf(role);
