import type { RequestRecord } from "@meridian/metrics";
import { aRecord } from "@meridian/metrics/testing";
import { expect, it } from "vitest";
import { until } from "../../test/until.ts";
import { RecordGatherer } from "./record-gatherer.ts";

function start(options: { readonly most?: number; readonly forMs?: number } = {}) {
  const told: RequestRecord[] = [];
  const faults: unknown[] = [];
  const tell = (record: RequestRecord) => {
    if (record.route === "broken") throw new Error("a bug");
    told.push(record);
  };
  const gatherer = new RecordGatherer({ accept: tell }, (fault) => void faults.push(fault), options);
  const accept = (count: number) => {
    const records = Array.from({ length: count }, () => aRecord());
    for (const record of records) gatherer.accept(record);
    return records;
  };
  return { told, faults, gatherer, accept };
}

it("hands on 512 records at once, in order, and keeps what came after them", () => {
  const { told, accept } = start();
  const first = accept(511);
  expect(told).toEqual([]);
  const last = accept(2);
  expect(told).toEqual([...first, last[0]]);
});

it("hands on what it has to who asks, once", () => {
  const { told, gatherer, accept } = start();
  const records = accept(3);
  gatherer.settle();
  gatherer.settle();
  expect(told).toEqual(records);
});

it("lets no record wait for others that do not come", async () => {
  const { told, accept } = start({ forMs: 1 });
  const first = accept(1);
  await until("the first is handed on", () => told.length === 1);
  const second = accept(1);
  await until("the second is handed on", () => told.length === 2);
  expect(told).toEqual([...first, ...second]);
});

it("loses none but the record that a sink breaks on, and tells of it", () => {
  const { told, faults, gatherer, accept } = start();
  const before = accept(1);
  gatherer.accept(aRecord({ route: "broken" }));
  const after = accept(1);
  gatherer.settle();
  expect(told).toEqual([...before, ...after]);
  expect(faults).toEqual([new Error("a bug")]);
});

it("hands on all records, also when one of them is not whole", () => {
  const { told, gatherer, accept } = start();
  const before = accept(1);
  const broken = { ...aRecord(), details: undefined as never };
  gatherer.accept(broken);
  const after = accept(1);
  gatherer.settle();
  expect(told).toEqual([...before, broken, ...after]);
});
