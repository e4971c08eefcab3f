import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { until } from "../../test/until.ts";
import type { EnvironmentSource } from "../environments/environment-source.ts";
import { FileFollower } from "./file-follower.ts";

const problem = {
  code: "unknown_upstream",
  severity: "error",
  path: "routes[0]",
  range: { start: { line: 12, column: 5, offset: 90 }, end: { line: 12, column: 9, offset: 94 } },
  message: "there is no upstream bad",
  hint: null,
} as const;

async function followerOf(yaml: string | null) {
  const path = join(await temporaryFolder(), "routing.yaml");
  if (yaml !== null) await writeFile(path, yaml);
  const applied: string[] = [];
  const lines: string[] = [];
  const log: Logger = pino({ level: "trace" }, { write: (line: string) => lines.push(JSON.parse(line).msg) });
  const registry = {
    apply(source: EnvironmentSource) {
      if (source.kind !== "file") throw new Error("not a file");
      if (source.yaml.includes("bad")) return { state: "rejected", diagnostics: [problem] } as const;
      applied.push(source.yaml);
      return { state: "applied", diagnostics: [] } as const;
    },
  };
  const follower = new FileFollower({ path, registry, clock: () => 1, log });
  onTestFinished(() => follower.stop());
  return { follower, path, applied, lines };
}

describe("FileFollower", () => {
  it("applies the file at the start and again when it is written or replaced", async () => {
    const { follower, path, applied } = await followerOf("one");
    expect(await follower.start()).toBe(true);
    await writeFile(path, "two");
    await until("the written file is applied", () => applied.at(-1) === "two");
    await writeFile(`${path}.new`, "three");
    await rename(`${path}.new`, path);
    await until("the renamed file is applied", () => applied.at(-1) === "three");
  });

  it("says line and column of what it rejects, and applies the repaired file", async () => {
    const { follower, path, applied, lines } = await followerOf("one");
    await follower.start();
    await writeFile(path, "bad");
    await until("the file is rejected", () => lines.includes("routing.yaml:12:5 there is no upstream bad"));
    expect(applied).toEqual(["one"]);
    await writeFile(path, "two");
    await until("the repaired file is applied", () => applied.at(-1) === "two");
  });

  it("has nothing to serve with when the file has errors or is not there", async () => {
    expect(await (await followerOf("bad")).follower.start()).toBe(false);
    expect(await (await followerOf(null)).follower.start()).toBe(false);
  });

  it("goes on when the file is gone for a while, and says so once", async () => {
    const { follower, path, applied, lines } = await followerOf("one");
    await follower.start();
    await rm(path);
    await follower.follow();
    await follower.follow();
    expect(lines.filter((line) => line.endsWith("cannot be read"))).toHaveLength(1);
    await writeFile(path, "two");
    await until("the new file is applied", () => applied.at(-1) === "two");
  });
});
