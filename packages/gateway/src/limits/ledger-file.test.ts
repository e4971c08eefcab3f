import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageLedger } from "@meridian/routing";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LedgerFile } from "./ledger-file.ts";

const atMs = Date.UTC(2026, 5, 15, 12);
const limits = {
  requestsPerMinute: 10,
  tokensPerMinute: 1_000,
  spend: { amountUsd: 5, period: "day", timeZone: "America/New_York" },
} as const;

let folder: string;
let log: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "meridian-ledger-"));
  log = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function fileOf(ledger: UsageLedger, changes = () => 1, nowMs = atMs): LedgerFile {
  const logger = pino({}, { write: (line: string) => log.push(JSON.parse(line).msg) });
  return new LedgerFile({ folder, ledger, changes, gateways: () => 3, clock: () => nowMs, log: logger });
}

/** What a run leaves that used something of every kind of limit. */
async function leave(): Promise<UsageLedger> {
  const ledger = new UsageLedger();
  const key = ledger.scope("key|e|k");
  key.adopt(limits);
  key.enter(atMs);
  key.reserve({ tokens: 120, nanoUsd: 2_000_000_000 }, atMs);
  const file = fileOf(ledger);
  await file.load();
  file.start();
  await file.stop();
  return ledger;
}

describe("what is used up of limits", () => {
  it("is after a restart what it was before, to the slot and the nano-dollar", async () => {
    const before = await leave();
    const after = new UsageLedger();
    expect(await fileOf(after).load()).toBe(3);
    after.scope("key|e|k").adopt(limits);
    expect(after.export(atMs)).toEqual(before.export(atMs));
    expect(after.scope("key|e|k").spend?.usedAt(atMs)).toBe(2_000_000_000);
  });

  it("leaves a minute and a period that have passed meanwhile", async () => {
    await leave();
    const after = new UsageLedger();
    await fileOf(after, () => 1, atMs + 86_400_000).load();
    after.scope("key|e|k").adopt(limits);
    expect(after.export(atMs + 86_400_000)).toEqual({ scopes: {} });
  });

  it("lies in a file that only its owner may read, and is written once at the end", async () => {
    const ledger = await leave();
    const path = join(folder, "limits.json");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const again = fileOf(ledger, () => 7);
    again.start();
    await again.stop();
    const { ino } = await stat(path);
    await again.stop();
    expect((await stat(path)).ino).toBe(ino);
  });

  it.each([
    ["half a file", '{"version":1,"gateways":3,"sco'],
    ["another version", '{"version":2,"gateways":3,"scopes":{}}'],
    ["a negative spend", spendOf('"nanoUsd":-1', "UTC")],
    ["a time zone that there is not", spendOf('"nanoUsd":1', "Mars/Olympus")],
  ])("of %s is set aside, said and not lost", async (_, text) => {
    await writeFile(join(folder, "limits.json"), text);
    const ledger = new UsageLedger();
    expect(await fileOf(ledger).load()).toBe(1);
    expect(ledger.export(atMs)).toEqual({ scopes: {} });
    const [aside = ""] = (await readdir(folder)).filter((name) => name.startsWith("limits.json.broken-"));
    expect(await readFile(join(folder, aside), "utf8")).toBe(text);
    expect(log).toEqual(["what was used up of limits cannot be read: it counts from nothing"]);
  });
});

function spendOf(amount: string, timeZone: string): string {
  const spend = `{"period":"day","timeZone":"${timeZone}","sinceMs":0,${amount}}`;
  return `{"version":1,"gateways":1,"scopes":{"key|e|k":{"requests":[],"tokens":[],"spends":[${spend}]}}}`;
}
