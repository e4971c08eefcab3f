import { type Role, roles } from "@meridian/access";
import { describe, expect, it } from "vitest";
import { type MemberChange, memberChangeRefusal } from "./member-rules.ts";

const change = (given: Partial<MemberChange>): MemberChange => {
  return { by: "owner", self: false, from: "viewer", to: "engineer", owners: 2, ...given };
};

describe("memberChangeRefusal", () => {
  it("keeps at least 1 owner, whoever asks and whatever becomes of them", () => {
    for (const self of [true, false])
      for (const to of [null, "admin", "viewer"] as const)
        expect(memberChangeRefusal(change({ self, from: "owner", to, owners: 1 }))).toMatch(/only one/);
  });

  it("lets an owner step down, and leave, while there is another", () => {
    expect(memberChangeRefusal(change({ self: true, from: "owner", to: "admin" }))).toBeNull();
    expect(memberChangeRefusal(change({ self: true, from: "owner", to: null }))).toBeNull();
  });

  it.each(roles.slice(1))("lets no %s raise themselves to anything", (from) => {
    for (const to of roles.slice(0, roles.indexOf(from)))
      expect(memberChangeRefusal(change({ by: from, self: true, from, to }))).toMatch(/Nobody/);
  });

  it.each(roles)("lets a %s leave", (from) => {
    expect(memberChangeRefusal(change({ by: from, self: true, from, to: null }))).toBeNull();
  });

  it("lets only owners make, change and remove owners", () => {
    for (const [from, to] of [
      ["viewer", "owner"],
      ["owner", "viewer"],
      ["owner", null],
    ] as const) {
      expect(memberChangeRefusal(change({ by: "admin", from, to }))).toMatch(/Only an owner/);
      expect(memberChangeRefusal(change({ by: "owner", from, to }))).toBeNull();
    }
  });

  it.each(["engineer", "domain_expert", "viewer"] satisfies Role[])("lets no %s change anybody", (by) => {
    expect(memberChangeRefusal(change({ by }))).toMatch(/members:write/);
    expect(memberChangeRefusal(change({ by, to: null }))).toMatch(/members:write/);
  });

  it("lets admins do everything else", () => {
    expect(memberChangeRefusal(change({ by: "admin", from: "engineer", to: "admin" }))).toBeNull();
    expect(memberChangeRefusal(change({ by: "admin", from: "admin", to: null }))).toBeNull();
  });
});
