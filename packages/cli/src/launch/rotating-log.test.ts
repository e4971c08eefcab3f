import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";

const { RotatingLog } = (await import(new URL("../../launch/rotating-log.mjs", import.meta.url).href)) as {
  readonly RotatingLog: new (file: string, most?: number) => Writable;
};

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "meridian-log-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const written = (log: Writable, text: string) => new Promise((resolve) => log.write(text, resolve));

describe("RotatingLog", () => {
  it("keeps the newest lines in 3 files of at most the given size, readable by their owner alone", async () => {
    const place = folder();
    const log = new RotatingLog(join(place, "a.log"), 100);
    for (let n = 100; n < 200; n++) await written(log, `line ${n}\n`);
    expect(readdirSync(place).sort()).toEqual(["a.log", "a.log.1", "a.log.2"]);
    const text = ["a.log.2", "a.log.1", "a.log"].map((name) => readFileSync(join(place, name), "utf8")).join("");
    expect(text).toMatch(/^line \d+\n/);
    expect(text.endsWith("line 198\nline 199\n")).toBe(true);
    for (const name of readdirSync(place)) {
      expect(statSync(join(place, name)).size).toBeLessThanOrEqual(100);
      expect(statSync(join(place, name)).mode & 0o777).toBe(0o600);
    }
  });

  it("goes on with a file that is there", async () => {
    const file = join(folder(), "a.log");
    await written(new RotatingLog(file), "first\n");
    await written(new RotatingLog(file), "second\n");
    expect(readFileSync(file, "utf8")).toBe("first\nsecond\n");
  });

  it("drops what the disk does not take, and goes on when it does again", async () => {
    const place = folder();
    const log = new RotatingLog(join(place, "later", "a.log"));
    await written(log, "lost\n");
    const { mkdirSync } = await import("node:fs");
    mkdirSync(join(place, "later"));
    await written(log, "kept\n");
    expect(readFileSync(join(place, "later", "a.log"), "utf8")).toBe("kept\n");
  });
});
