import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";

type Watching = {
  readonly packagesOf: (root: string, folder: string) => readonly string[];
  readonly watchSources: (
    root: string,
    programs: Readonly<Record<string, readonly string[]>>,
    onChange: (names: readonly string[], file: string) => void,
  ) => () => void;
};
const { packagesOf, watchSources } = (await import(
  new URL("../../launch/watch-sources.mjs", import.meta.url).href
)) as Watching;

/** A checkout of three packages: gateway stands on db and routing, db on routing. */
function checkout(): string {
  const root = mkdtempSync(join(tmpdir(), "meridian-watch-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const make = (name: string, ...below: string[]): void => {
    mkdirSync(join(root, "packages", name, "src", "testing"), { recursive: true });
    const dependencies = Object.fromEntries(below.map((each) => [`@meridian/${each}`, "*"]));
    writeFileSync(
      join(root, "packages", name, "package.json"),
      JSON.stringify({ dependencies: { ...dependencies, pg: "8" } }),
    );
  };
  make("routing");
  make("db", "routing");
  make("gateway", "db", "routing");
  return root;
}

describe("watchSources", () => {
  it("finds what a package stands on, also through others, each once", () => {
    expect(packagesOf(checkout(), "packages/gateway")).toEqual(["packages/gateway", "packages/db", "packages/routing"]);
  });

  it("tells once of several writes which programs are made of what changed, and nothing of tests", async () => {
    const root = checkout();
    const heard = vi.fn<(names: readonly string[], file: string) => void>();
    const programs = { gateway: packagesOf(root, "packages/gateway"), worker: packagesOf(root, "packages/db") };
    onTestFinished(watchSources(root, programs, heard));
    const write = (path: string): void => writeFileSync(join(root, "packages", path), "// changed");
    write("routing/src/a.test.ts");
    write("routing/src/testing/b.ts");
    write("gateway/package.json");
    write("gateway/src/main.ts");
    write("gateway/src/other.ts");
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce(), 10_000);
    expect(heard).toHaveBeenLastCalledWith(["gateway"], "packages/gateway/src/other.ts");
    write("routing/src/plan.ts");
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2), 10_000);
    expect(heard).toHaveBeenLastCalledWith(["gateway", "worker"], "packages/routing/src/plan.ts");
  });
});
