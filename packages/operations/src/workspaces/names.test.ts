import { describe, expect, it } from "vitest";
import { environmentName, freeSlug, slugOf } from "./names.ts";

describe("slugOf", () => {
  it.each([
    ["Acme Health, Inc.", "acme-health-inc"],
    ["  Café Zürich ", "cafe-zurich"],
    ["API", "workspace-api"],
    ["研究", "workspace"],
    ["x".repeat(64), "x".repeat(40)],
  ])("makes %s into %s", (name, slug) => expect(slugOf(name)).toBe(slug));
});

describe("freeSlug", () => {
  it("counts up from 2 when somebody has it", () => {
    expect(freeSlug("acme", new Set())).toBe("acme");
    expect(freeSlug("acme", new Set(["acme", "acme-2"]))).toBe("acme-3");
  });
});

describe("environmentName", () => {
  it.each(["production", "eu-west-2", "qa"])("takes %s", (name) => {
    expect(environmentName.safeParse(name).success).toBe(true);
  });
  it.each(["", "p", "Production", "2nd", "a_b", "a/b", "a-", "x".repeat(33)])("refuses %j", (name) => {
    expect(environmentName.safeParse(name).success).toBe(false);
  });
});
