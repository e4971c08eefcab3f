import { describe, expect, it } from "vitest";
import { safeNext } from "./safe-next.ts";

describe("safeNext", () => {
  it("keeps an address of this site", () =>
    expect(safeNext("/acme/production/overview?range=1h")).toBe("/acme/production/overview?range=1h"));

  it.each([
    null,
    "",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/a\\b",
    "/a b",
  ])("goes home for %s", (next) => expect(safeNext(next)).toBe("/"));
});
