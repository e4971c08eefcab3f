import { addUpstream, checkRoutingConfig } from "@meridian/routing-config";
import { describe, expect, it } from "vitest";
import { presetOf } from "./provider-presets.ts";
import { upstreamAddition } from "./upstream-addition.ts";

const given = {
  preset: presetOf("openai"),
  baseUrl: "https://api.openai.com/v1",
  secretName: "OPENAI",
  chosen: { models: ["gpt-4o", "gpt-4o-mini"], upstreamModel: null },
};

describe("upstreamAddition", () => {
  it("names the second upstream and route of a kind with a number", () => {
    const first = addUpstream(null, upstreamAddition(given, null, { kind: "new" }));
    const again = {
      ...given,
      baseUrl: "https://eu.api.openai.com/v1",
      chosen: { models: ["o4"], upstreamModel: null },
    };
    const second = upstreamAddition(again, first, { kind: "new" });
    expect([second.upstream.name, second.route.name]).toEqual(["openai-2", "o4"]);
    const { diagnostics } = checkRoutingConfig(addUpstream(first, second) ?? "", { mode: "workspace" });
    expect(diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
  });

  it("tells an upstream beside others its own model's name, since callers send the route's", () => {
    const first = addUpstream(null, upstreamAddition(given, null, { kind: "new" }));
    const { upstream } = upstreamAddition(given, first, { kind: "fallback", route: "openai" });
    expect(upstream.upstreamModel).toBe("gpt-4o");
  });

  it("keeps a name of one's own apart from the provider's", () => {
    const chosen = { models: ["chat"], upstreamModel: "gpt-4o" };
    expect(upstreamAddition({ ...given, chosen }, null, { kind: "new" })).toMatchObject({
      upstream: { upstreamModel: "gpt-4o" },
      route: { name: "chat", models: ["chat"] },
    });
  });
});
