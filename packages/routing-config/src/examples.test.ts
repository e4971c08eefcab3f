import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkRoutingConfig } from "./index.ts";

const folder = new URL("../../../examples/", import.meta.url);

describe("examples/", () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith(".yaml")))(
    "%s compiles, and nothing is to be said of it",
    (name) => {
      const text = readFileSync(new URL(name, folder), "utf8");
      const { diagnostics, table } = checkRoutingConfig(text);
      expect(diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
      expect(table).not.toBeNull();
      expect(text.split("\n").filter((line) => line.includes("#")).length).toBeGreaterThanOrEqual(4);
    },
  );
});
