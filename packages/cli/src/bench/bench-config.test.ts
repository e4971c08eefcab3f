import { checkRoutingConfig } from "@meridian/routing-config";
import { expect, test } from "vitest";
import { benchConfig } from "./bench-config.ts";

test("the benchmark's document is one that the gateway serves from a file, with a fallback", () => {
  const { diagnostics, table } = checkRoutingConfig(benchConfig(4000), { mode: "file" });
  expect(diagnostics).toEqual([]);
  expect(table?.routes[0]?.targets).toHaveLength(2);
});
