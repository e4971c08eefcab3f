import { readdirSync, readFileSync } from "node:fs";
import { planInWords, planRequest, type Route, type RouteRequest, RoutingState } from "@meridian/routing";
import { describe, expect, it } from "vitest";
import { checkRoutingConfig } from "./index.ts";

const folder = new URL("../../../examples/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
const textOf = (name: string): string => readFileSync(new URL(name, folder), "utf8");

/** Some request that the route takes. */
function requestFor({ match }: Route): RouteRequest {
  const like = (pattern: string) => pattern.replaceAll("*", "x");
  const headers = Object.entries(match.headers ?? {}).map(([name, [pattern = ""]]) => [name, like(pattern)]);
  return {
    endpoint: "chat.completions",
    model: like(match.models[0] ?? ""),
    stream: true,
    keyName: like(match.keys?.[0] ?? "local"),
    keyRoutes: ["*"],
    tags: (match.tags ?? []).slice(0, 1).map(like),
    headers: Object.fromEntries(headers),
    inputTokens: 100,
    maxOutputTokens: null,
    needs: { tools: false, vision: false, jsonSchema: false },
    noFallback: false,
  };
}

describe("examples/", () => {
  it.each(files)("%s compiles, and nothing is to be said of it", (name) => {
    const text = textOf(name);
    const { diagnostics, table } = checkRoutingConfig(text);
    expect(diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
    expect(table).not.toBeNull();
    expect(text.split("\n").filter((line) => line.includes("#")).length).toBeGreaterThanOrEqual(4);
  });

  it.each(files)("%s plans a request for each of its routes, and says why", (name) => {
    const { table } = checkRoutingConfig(textOf(name));
    if (!table) throw new Error("It does not compile.");
    const state = new RoutingState();
    const nowMs = Date.UTC(2026, 10, 27, 15);
    state.adopt(table, nowMs);
    for (const route of table.routes) {
      const request = requestFor(route);
      const result = planRequest({ table, state, request, overrides: [], nowMs, random: () => 0.5 });
      if (result.kind === "none") throw new Error(JSON.stringify(result.why));
      const { plan } = result;
      expect(plan.route).toBe(route.name);
      expect(plan.candidates.length + plan.skipped.length).toBe(route.targets.length);
      const words = planInWords(plan);
      expect(words.chosen).toMatch(/ is tried first.*: .+\.$/);
      for (const { why } of [...words.candidates, ...words.skipped]) expect(why).not.toBe("");
      expect(words.rules.length > 0).toBe((route.rules ?? []).length > 0);
    }
  });

  it("show every policy", () => {
    const texts = files.map(textOf).join("\n");
    for (const policy of ["weighted", "round_robin", "latency", "queue", "usage", "cost", "adaptive"])
      expect(texts).toMatch(new RegExp(`^ +(policy|kind): ${policy}\\b|policy: \\{ kind: ${policy}\\b`, "m"));
  });
});
