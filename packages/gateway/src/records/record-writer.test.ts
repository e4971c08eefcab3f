import type { RequestRecord } from "@meridian/metrics";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { aRecord } from "@meridian/metrics/testing";
import { until } from "../../test/until.ts";
import type { RecordStorage } from "./record-storage.ts";
import { RecordWriter } from "./record-writer.ts";

const log = pino({ level: "silent" });

class FakeStorage implements RecordStorage {
  readonly batches: string[][] = [];
  calls = 0;
  available = true;
  refusedIds = new Set<string>();

  async write(records: readonly RequestRecord[]): Promise<void> {
    this.calls++;
    if (!this.available) throw new Error("connection refused");
    if (records.some(({ id }) => this.refusedIds.has(id))) throw new RangeError("bad record");
    this.batches.push(records.map(({ id }) => id));
  }

  isRefusal(error: unknown): boolean {
    return error instanceof RangeError;
  }

  get ids(): string[] {
    return this.batches.flat();
  }
}

function accept(writer: RecordWriter, from: number, to: number): string[] {
  const ids = Array.from({ length: to - from }, (_, at) => `r${from + at}`);
  for (const id of ids) writer.accept(aRecord({ id }));
  return ids;
}

describe("RecordWriter", () => {
  it("writes what came in one turn together, in batches of at most 1,000, in order", async () => {
    const storage = new FakeStorage();
    const writer = new RecordWriter(storage, log);
    const ids = accept(writer, 0, 2_500);
    expect(await writer.flush(1_000)).toBe(0);
    expect(storage.batches.map((batch) => batch.length)).toEqual([1_000, 1_000, 500]);
    expect(storage.ids).toEqual(ids);
    expect(writer.state).toEqual({ queued: 0, written: 2_500, dropped: 0, refused: 0, storeAvailable: true });
  });

  it("writes by itself, without being flushed", async () => {
    const storage = new FakeStorage();
    const writer = new RecordWriter(storage, log);
    accept(writer, 0, 3);
    await until("3 records are written", () => storage.ids.length === 3);
    expect(storage.ids).toEqual(["r0", "r1", "r2"]);
  });

  it("waits its back-off out while the store is gone, however many records come", async () => {
    const storage = new FakeStorage();
    storage.available = false;
    const writer = new RecordWriter(storage, log);
    accept(writer, 0, 128);
    await until("the first try failed", () => !writer.state.storeAvailable);
    const { calls } = storage;
    accept(writer, 128, 1_000);
    expect(storage.calls).toBe(calls);
  });

  it("rule 19: keeps records through an outage and writes them by itself when the store is back, none lost or doubled", async () => {
    const storage = new FakeStorage();
    const writer = new RecordWriter(storage, log);
    storage.available = false;
    const before = accept(writer, 0, 10);
    await until("two tries failed", () => storage.calls >= 2);
    expect(writer.state).toMatchObject({ queued: 10, storeAvailable: false });
    const during = accept(writer, 10, 20);
    storage.available = true;
    await until("the queue is empty", () => writer.state.queued === 0);
    expect(storage.ids).toEqual([...before, ...during]);
  });

  it("rule 19: drops and counts what comes beyond its bound, and loses nothing below it", async () => {
    const storage = new FakeStorage();
    const writer = new RecordWriter(storage, log, { capacity: 5 });
    storage.available = false;
    const ids = accept(writer, 0, 8);
    expect(writer.state).toMatchObject({ queued: 5, dropped: 3 });
    storage.available = true;
    await writer.flush(1_000);
    expect(storage.ids).toEqual(ids.slice(0, 5));
  });

  it("gives up only the record that the store refuses, and writes the 99 around it", async () => {
    const storage = new FakeStorage();
    storage.refusedIds.add("r37");
    const writer = new RecordWriter(storage, log);
    const ids = accept(writer, 0, 100);
    expect(await writer.flush(1_000)).toBe(0);
    expect(storage.ids).toEqual(ids.filter((id) => id !== "r37"));
    expect(writer.state).toMatchObject({ written: 99, refused: 1, dropped: 0, storeAvailable: true });
  });

  it("cleans a record whose text no database takes, and writes it", async () => {
    const storage = new FakeStorage();
    const models: (string | null)[] = [];
    storage.write = async (records) => {
      const all = records.map(({ requestedModel }) => requestedModel);
      if (all.some((model) => model?.includes("\0") || model?.isWellFormed() === false))
        throw new RangeError("bad text");
      models.push(...all);
    };
    const writer = new RecordWriter(storage, log);
    for (const requestedModel of ["a", "b\0c", "d\ud800"]) writer.accept(aRecord({ requestedModel }));
    await writer.flush(1_000);
    expect(models).toEqual(["a", "b\ufffdc", "d\ufffd"]);
    expect(writer.state).toMatchObject({ written: 3, refused: 0 });
  });

  it("stops flushing at its limit, also when the store hangs, and says how many are left", async () => {
    const storage = new FakeStorage();
    storage.write = () => new Promise(() => {});
    const writer = new RecordWriter(storage, log);
    accept(writer, 0, 4);
    expect(await writer.flush(30)).toBe(4);
  });
});
