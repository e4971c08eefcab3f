import { scopes } from "@meridian/access";
import { describe, expect, it } from "vitest";
import { requireScope } from "./require-scope.ts";

const owner = { kind: "user", userId: "u", name: "Olivia", workspaceId: "w", role: "owner" } as const;

describe("requireScope", () => {
  it.each(scopes)("lets an owner, in their own workspace only, and the system: %s", (scope) => {
    expect(() => requireScope(owner, "w", scope)).not.toThrow();
    expect(() => requireScope(owner, "x", scope)).toThrow(scope);
    expect(() => requireScope({ kind: "system", process: "worker" }, "w", scope)).not.toThrow();
  });

  it.each(scopes)("lets no gateway key: %s", (scope) => {
    expect(() => requireScope({ kind: "key", keyId: "k", environmentId: "e" }, "w", scope)).toThrow(
      "a key does not have",
    );
  });

  it("names the permission and the role in plain words", () => {
    const act = () => requireScope({ ...owner, role: "domain_expert" }, "w", "secrets:write");
    expect(act).toThrow("This needs the permission secrets:write, which the role domain expert does not have.");
  });
});
