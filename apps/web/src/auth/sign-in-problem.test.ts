import { describe, expect, it } from "vitest";
import { addressProblem, signInProblem } from "./sign-in-problem.ts";

const clock = (ms: number) => `${ms} ms`;

describe("signInProblem", () => {
  it("says when to try again", () => {
    expect(signInProblem("too_many_attempts 1000", clock)).toBe("Too many wrong passwords. Try again at 1000 ms.");
    expect(signInProblem("too_many_attempts", clock)).toBe("Too many wrong passwords. Try again in five minutes.");
  });

  it("hands on what a verb said, and nothing of an error that nobody expected", () => {
    expect(signInProblem("not_found This invitation was revoked.", clock)).toBe("This invitation was revoked.");
    expect(signInProblem("password authentication failed for user", clock)).toMatch(/cannot sign you in/);
    expect(signInProblem(null, clock)).toMatch(/cannot sign you in/);
  });
});

describe("addressProblem", () => {
  it("puts no words of an address on the page", () => {
    expect(addressProblem("not_invited")).toMatch(/Ask an admin/);
    expect(addressProblem("conflict Call 555-0100 to unlock your account")).toMatch(/cannot sign you in/);
  });
});
