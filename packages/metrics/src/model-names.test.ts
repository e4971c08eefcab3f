import { describe, expect, it } from "vitest";
import { ModelNames } from "./model-names.ts";

const dayMs = 86_400_000;

describe("ModelNames", () => {
  it("keeps the first 2 names of each environment apart when 2 are allowed, and counts more as (other)", () => {
    const names = new ModelNames(2);
    expect(["a", "b", "c", "a"].map((name) => names.admit("env-1", name, 0))).toEqual(["a", "b", "(other)", "a"]);
    expect(names.admit("env-2", "c", 0)).toBe("c");
  });

  it("never keeps a name of more than 128 characters", () => {
    const names = new ModelNames();
    expect(names.admit("env-1", "x".repeat(128), 0)).toHaveLength(128);
    expect(names.admit("env-1", "x".repeat(129), 0)).toBe("(other)");
  });

  it("gives a name's place away when it was not asked for in a day", () => {
    const names = new ModelNames(2);
    names.admit("env-1", "a", 0);
    names.admit("env-1", "b", 5);
    names.prune(dayMs + 1);
    expect(names.admit("env-1", "c", dayMs + 1)).toBe("c");
    expect(names.admit("env-1", "d", dayMs + 1)).toBe("(other)");
  });
});
