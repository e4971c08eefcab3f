import { checkRoutingConfig } from "@meridian/routing-config";
import { expect, test } from "vitest";
import { demoFleet } from "./demo-fleet.ts";
import { demoRoutingConfig } from "./demo-routing-config.ts";

const { diagnostics, table } = checkRoutingConfig(demoRoutingConfig([4101, 4102, 4103]), {
  mode: "workspace",
  secretNames: ["DEMO_FLEET"],
});

test("the checker has nothing to say about it", () => {
  expect(diagnostics).toEqual([]);
});

test("it has the fleet's three upstreams at their ports, each with the fleet's secret", () => {
  expect(table?.upstreams.map(({ name, baseUrl }) => `${name} ${baseUrl}`)).toEqual([
    "east-1 http://127.0.0.1:4101/v1",
    "east-2 http://127.0.0.1:4102/v1",
    "west-1 http://127.0.0.1:4103/v1",
  ]);
  expect(table?.upstreams.map(({ apiKey }) => apiKey?.name)).toEqual(demoFleet.map(() => "DEMO_FLEET"));
});

test("its three routes show three policies", () => {
  expect(table?.routes.map(({ name, policy }) => `${name}: ${policy.kind}`)).toEqual([
    "support-chat: latency",
    "claims-summary: queue",
    "internal-search: weighted",
  ]);
});

test("too few ports are an error that names the upstream", () => {
  expect(() => demoRoutingConfig([4101, 4102])).toThrow("west-1");
});
