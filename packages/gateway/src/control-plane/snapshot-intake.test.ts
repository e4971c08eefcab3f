import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { environmentId, sign, snapshotOf, verify } from "../../test/signed-snapshot.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import type { ApplyResult } from "../environments/environment-registry.ts";
import type { EnvironmentSource } from "../environments/environment-source.ts";
import type { Application } from "./control-plane.ts";
import { SnapshotDisk } from "./snapshot-disk.ts";
import { SnapshotIntake } from "./snapshot-intake.ts";

/** A registry that rejects configs that say so and remembers the serials that it was given. */
function registryOf() {
  const given: number[] = [];
  const kept: string[][] = [];
  return {
    given,
    kept,
    apply(source: EnvironmentSource): ApplyResult {
      if (source.kind === "file") throw new Error("not from a file");
      given.push(source.snapshot.serial);
      const bad = source.snapshot.deployment?.yaml.includes("bad");
      return { state: bad ? "rejected" : "applied", diagnostics: [] };
    },
    keepOnly: (ids: ReadonlySet<string>) => kept.push([...ids]),
  };
}

function intakeIn(folder: string) {
  const registry = registryOf();
  const applications: Application[] = [];
  const intake = new SnapshotIntake({
    registry,
    disk: new SnapshotDisk(folder),
    verify,
    clock: () => 5_000,
    log: pino({ level: "silent" }),
    onApplication: (application) => applications.push(application),
  });
  return { intake, registry, applications };
}

async function started(folder: string) {
  const parts = intakeIn(folder);
  await parts.intake.restore();
  return parts;
}

describe("SnapshotIntake", () => {
  it("rule 19: applies a snapshot, says so, and serves from it after a restart without a control plane", async () => {
    const folder = await temporaryFolder();
    const first = await started(folder);
    await first.intake.take(sign(snapshotOf(7)));
    expect(first.applications).toMatchObject([{ environmentId, serial: 7, state: "applied", atMs: 5_000 }]);

    const second = await started(folder);
    expect(second.registry.given).toEqual([7]);
    expect(second.intake.serials).toEqual(new Map([[environmentId, 7]]));
  });

  it("keeps its files for the owner alone", async () => {
    const folder = await temporaryFolder();
    const { intake } = await started(folder);
    await intake.take(sign(snapshotOf(1)));
    expect((await stat(join(folder, `${environmentId}.applied.json`))).mode & 0o777).toBe(0o600);
  });

  it("never goes back: serial 6 after 7 changes nothing, in memory or on disk", async () => {
    const folder = await temporaryFolder();
    const { intake, registry, applications } = await started(folder);
    await intake.take(sign(snapshotOf(7)));
    await intake.take(sign(snapshotOf(6)));
    // An old snapshot under a new row number: the signed number counts.
    await intake.take({ ...sign(snapshotOf(5)), serial: 9 });
    expect(registry.given).toEqual([7]);
    expect(applications).toHaveLength(1);
    expect((await started(folder)).registry.given).toEqual([7]);
  });

  it("refuses a tampered snapshot, counts it once however often it is read, and takes the repaired one", async () => {
    const { intake, registry } = await started(await temporaryFolder());
    const genuine = sign(snapshotOf(3));
    const tampered = {
      ...genuine,
      payload: Buffer.from(Buffer.from(genuine.payload).toString().replace("production", "elsewhere!")),
    };
    await intake.take(tampered);
    await intake.take(tampered);
    expect(registry.given).toEqual([]);
    expect(intake.refusedCount).toBe(1);
    await intake.take(genuine);
    expect(registry.given).toEqual([3]);
  });

  it("refuses a genuine snapshot of another environment, and one of a later format", async () => {
    const { intake, registry } = await started(await temporaryFolder());
    await intake.take({ ...sign(snapshotOf(3)), environmentId: "6f3c1b1e-8d53-4c54-9d0a-3f3f6f0a00ff" });
    await intake.take(sign({ ...snapshotOf(4), format: 2 } as never));
    expect(registry.given).toEqual([]);
    expect(intake.refusedCount).toBe(2);
  });

  it("passes over a file that was tampered with or cut short on disk", async () => {
    const folder = await temporaryFolder();
    const { intake } = await started(folder);
    await intake.take(sign(snapshotOf(7)));
    const path = join(folder, `${environmentId}.applied.json`);
    const content = JSON.parse(await readFile(path, "utf8"));
    const payload = Buffer.from(content.payload, "base64").toString().replace("production", "elsewhere!");
    await writeFile(path, JSON.stringify({ ...content, payload: Buffer.from(payload).toString("base64") }));
    expect((await started(folder)).registry.given).toEqual([]);
    await writeFile(path, "{");
    expect((await started(folder)).registry.given).toEqual([]);
  });

  it("keeps the last good snapshot on disk beside a rejected one, and drops the rejected one with the next good", async () => {
    const folder = await temporaryFolder();
    const { intake, applications } = await started(folder);
    await intake.take(sign(snapshotOf(7)));
    await intake.take(sign(snapshotOf(8, { yaml: "bad" })));
    expect(applications.map(({ serial, state }) => [serial, state])).toEqual([
      [7, "applied"],
      [8, "rejected"],
    ]);
    expect((await started(folder)).registry.given).toEqual([7, 8]);
    await intake.take(sign(snapshotOf(9)));
    expect((await started(folder)).registry.given).toEqual([9]);
  });

  it("forgets an environment that is gone, on disk too", async () => {
    const folder = await temporaryFolder();
    const { intake, registry } = await started(folder);
    await intake.take(sign(snapshotOf(7)));
    await intake.keepOnly(new Set([environmentId]));
    expect(registry.kept).toEqual([]);
    await intake.keepOnly(new Set());
    expect(registry.kept).toEqual([[]]);
    expect((await started(folder)).registry.given).toEqual([]);
  });
});
