import type pg from "pg";
import { expect, it } from "vitest";
import { recordOf } from "../../test/record-of.ts";
import { createPostgresRecordStore } from "./postgres-record-store.ts";

/** A driver that has been given batches, and ends them when it is told to. */
function heldDriver() {
  const given: { readonly sent: Buffer[]; readonly first: string[]; end(): void; fail(): void }[] = [];
  const query = (_text: string, parameters: readonly unknown[]) =>
    new Promise<void>((resolve, reject) => {
      const sent = parameters.filter((one) => Buffer.isBuffer(one));
      const first = sent.map((one) => one.toString("hex"));
      given.push({ sent, first, end: resolve, fail: () => reject(new Error("gone")) });
    });
  return { given, store: createPostgresRecordStore({ query } as unknown as pg.Pool) };
}

type Given = ReturnType<typeof heldDriver>["given"][number];
const asTheyAre = ({ sent }: Given): string[] => sent.map((one) => one.toString("hex"));

it("writes nothing over a batch that the driver still has, nor over one that failed", async () => {
  const { given, store } = heldDriver();
  const first = store.writeRecords([recordOf()]);
  const second = store.writeRecords([recordOf(), recordOf()]);
  expect(asTheyAre(given[0]!)).toEqual(given[0]!.first);
  given[0]!.fail();
  await expect(first).rejects.toThrow("gone");
  given[1]!.end();
  await second;
  const third = store.writeRecords([recordOf()]);
  expect(asTheyAre(given[0]!)).toEqual(given[0]!.first);
  given[2]!.end();
  await third;
});

it("writes a small batch behind a large one into the same memory, and nothing of the large one", async () => {
  const { given, store } = heldDriver();
  const [small, large] = [[recordOf()], Array.from({ length: 300 }, () => recordOf())];
  for (const [at, records] of [small, large, small].entries()) {
    const written = store.writeRecords(records);
    given[at]!.end();
    await written;
  }
  expect(given[2]!.first).toEqual(given[0]!.first);
  expect(given[2]!.sent[0]!.buffer).toBe(given[1]!.sent[0]!.buffer);
});

it("refuses a record that is not whole by the code of those that Postgres refuses", async () => {
  const record = recordOf();
  const broken = { ...record, details: { ...record.details, plan: undefined } } as unknown as typeof record;
  await expect(heldDriver().store.writeRecords([record, broken])).rejects.toMatchObject({ code: "22P02" });
});
