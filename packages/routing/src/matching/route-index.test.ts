import { describe, expect, test } from "vitest";
import type { Route, RouteMatch } from "../routing-table.ts";
import { chatRequest } from "../testing/route-bench.ts";
import { routeOf, targetOf } from "../testing/tables.ts";
import { RouteIndex } from "./route-index.ts";

const anything: RouteMatch = { models: ["chat"], keys: null, tags: null, headers: null };
const route = (name: string, match: Partial<RouteMatch>): Route =>
  routeOf([targetOf(0)], { name, match: { ...anything, ...match } });

describe("the route of a request", () => {
  test("is the first in document order, also when an earlier pattern meets a later exact name", () => {
    const index = new RouteIndex([route("wide", { models: ["ch*"] }), route("exact", { models: ["chat"] })]);
    expect(index.find(chatRequest)).toBe(0);
    expect(new RouteIndex([route("exact", {}), route("wide", { models: ["*"] })]).find(chatRequest)).toBe(0);
  });

  test("is found by pattern for a name that no route spells out", () => {
    const index = new RouteIndex([route("exact", {}), route("wide", { models: ["support-*"] })]);
    expect(index.find({ ...chatRequest, model: "support-de" })).toBe(1);
    expect(index.find({ ...chatRequest, model: "sales-de" })).toBe(-1);
  });

  test.each<[string, Partial<RouteMatch>, Partial<typeof chatRequest>, boolean]>([
    ["a key of that name", { keys: ["team-*"] }, { keyName: "team-a" }, true],
    ["another key", { keys: ["team-*"] }, { keyName: "other" }, false],
    ["one of its tags", { tags: ["gold", "beta"] }, { tags: ["x", "beta"] }, true],
    ["no tag", { tags: ["gold"] }, {}, false],
    ["every header", { headers: { "x-plan": ["gold", "plat*"] } }, { headers: { "x-plan": "platinum" } }, true],
    ["a header missing", { headers: { "x-plan": ["*"] } }, {}, false],
    ["one header of two", { headers: { "x-a": ["1"], "x-b": ["1"] } }, { headers: { "x-a": "1" } }, false],
    ["key and tag", { keys: ["key"], tags: ["t"] }, { tags: ["t"] }, true],
    ["key without tag", { keys: ["key"], tags: ["t"] }, {}, false],
  ])("with %s: %j %j %s", (_, match, facts, found) => {
    expect(new RouteIndex([route("only", match)]).find({ ...chatRequest, ...facts })).toBe(found ? 0 : -1);
  });

  test("falls through to the next when only the model matches", () => {
    const index = new RouteIndex([route("gold", { tags: ["gold"] }), route("rest", {})]);
    expect(index.find(chatRequest)).toBe(1);
    expect(index.find({ ...chatRequest, tags: ["gold"] })).toBe(0);
  });
});

describe("the models of a key", () => {
  test("are those of routes that both the route and the key allow, without patterns", () => {
    const index = new RouteIndex([
      route("support", { models: ["support", "support-*"] }),
      route("sales", { models: ["sales"] }),
      route("inner", { models: ["inner"], keys: ["staff"] }),
    ]);
    expect([...index.modelsFor("key", ["s*", "inner"])]).toEqual(["support", "sales"]);
    expect([...index.modelsFor("staff", ["inner"])]).toEqual(["inner"]);
  });
});
