import { describe, expect, it } from "vitest";
import { firstPlace } from "./first-place.ts";

const workspaces = [
  { slug: "acme", environments: [{ name: "qa" }, { name: "production" }] },
  { slug: "beta", environments: [{ name: "qa" }, { name: "production" }] },
  { slug: "empty", environments: [] },
];

describe("firstPlace", () => {
  it("is where the person was last", () => {
    expect(firstPlace(workspaces, '["beta","qa"]')).toEqual({ workspace: "beta", environment: "qa" });
  });

  it("is production of the last workspace when the environment is gone", () => {
    expect(firstPlace(workspaces, '["beta","gone"]')).toEqual({ workspace: "beta", environment: "production" });
  });

  it.each([null, "", "[", "null", '{"a":1}', '["other","qa"]', "%", '["empty","x"]'])(
    "is production of the first for %j",
    (kept) => {
      expect(firstPlace(workspaces, kept)).toEqual({ workspace: "acme", environment: "production" });
    },
  );

  it("is nowhere without an environment", () => expect(firstPlace([], '["acme","qa"]')).toBeNull());
});
