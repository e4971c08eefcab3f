import { describe, expect, it } from "vitest";
import { sameScreen } from "./same-screen.ts";

const place = { workspace: "acme", environment: "staging" };

describe("sameScreen", () => {
  it.each([
    ["/acme/production/keys", "/acme/staging/keys"],
    ["/acme/production/requests/0198a1b2", "/acme/staging/requests"],
    ["/acme/production/routing/3", "/acme/staging/routing"],
    ["/acme/production/settings/members", "/acme/staging/settings/members"],
    ["/acme/production", "/acme/staging/overview"],
  ])("takes %s to %s", (from, to) => expect(sameScreen(from, place)).toBe(to));
});
