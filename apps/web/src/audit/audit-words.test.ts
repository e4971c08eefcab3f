import { describe, expect, it } from "vitest";
import { actionWords, fieldChanges, fieldWords, targetName } from "./audit-words.ts";

describe("the words of the audit log", () => {
  it("say an action and a field as people do", () => {
    expect(actionWords("gateway-key.re-roll")).toBe("Gateway key: re-roll");
    expect(fieldWords("previousExpiresAtMs")).toBe("Previous expires at");
    expect(fieldWords("name")).toBe("Name");
  });

  it("name the target by what it was called, else by its id", () => {
    const event = { target: { kind: "gateway-key", id: "k1" }, before: null, after: null };
    const of = (more: object) => targetName({ ...event, ...more } as Parameters<typeof targetName>[0]);
    expect(of({ before: { name: "old" }, after: { name: "new" } })).toBe("new");
    expect(of({ after: { configVersion: 3 } })).toBe("v3");
    expect(of({})).toBe("k1");
  });

  it("put what changed before what stayed", () => {
    const changes = fieldChanges({ before: { name: "a", routes: ["*"] }, after: { name: "a", routes: ["chat"] } });
    expect(changes.map(({ field, changed }) => [field, changed])).toEqual([
      ["routes", true],
      ["name", false],
    ]);
  });
});
