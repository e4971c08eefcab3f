import { describe, expect, it } from "vitest";
import { cameFrom, invitationTokenOf, refusalPath } from "./came-from.ts";

const site = new URL("https://meridian.example.com");
const from = (url: string) =>
  cameFrom(new Headers({ cookie: `a=b; __Secure-next-auth.callback-url=${encodeURIComponent(url)}` }), site);
const token = "a".repeat(43);

describe("cameFrom", () => {
  it("is a path of this site", () => {
    expect(from("https://meridian.example.com/invite/x?y=1")).toBe("/invite/x");
    expect(from("/acme/production/settings/profile")).toBe("/acme/production/settings/profile");
  });

  it.each(["https://evil.example/invite/x", "//evil.example/x", "javascript:alert(1)", ""])("is home for %s", (url) => {
    expect(from(url)).toBe("/");
  });

  it("is home without a cookie, and with one that cannot be read", () => {
    expect(cameFrom(new Headers(), site)).toBe("/");
    expect(cameFrom(new Headers({ cookie: "__Secure-next-auth.callback-url=%" }), site)).toBe("/");
  });
});

describe("refusalPath", () => {
  it("goes back to an invitation and to the profile, and to sign-in otherwise", () => {
    expect(refusalPath(`/invite/${token}`, "not_invited")).toBe(`/invite/${token}?error=not_invited`);
    expect(refusalPath("/a/b/settings/profile", "other_account")).toBe("/a/b/settings/profile?error=other_account");
    expect(refusalPath("/a/b/overview", "not_invited")).toBe("/sign-in?error=not_invited");
  });
});

describe("invitationTokenOf", () => {
  it.each(["/invite/short", `/invite/${token}/more`, `/x/invite/${token}`])("finds none in %s", (path) => {
    expect(invitationTokenOf(path)).toBeNull();
  });
  it("finds the token", () => expect(invitationTokenOf(`/invite/${token}`)).toBe(token));
});
