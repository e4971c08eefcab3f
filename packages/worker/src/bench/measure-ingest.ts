import { setTimeout as sleep } from "node:timers/promises";
import { CellCompactor, type CellRetention } from "@meridian/db";
import { CellAggregator } from "@meridian/metrics";
import type { OperationParts } from "@meridian/operations";
import { MadeUpTraffic, timeOrderedId } from "./made-up-traffic.ts";
import { type Measured, measured } from "./measured.ts";

/** As gateways write: see RecordWriter and CellFlusher. */
const recordsAtOnce = 1_000;
const cellsAtOnce = 500;
const flushEveryMs = 2_000;
const compactEveryMs = 10_000;
const gateways = 2;
/** Drawn before the clock starts, and written again and again with new ids and times. */
const drawnRecords = 20_000;

export type Ingest = {
  readonly seconds: number;
  readonly records: number;
  readonly recordsPerSecond: number;
  readonly slowestSecond: number;
  readonly batch: Measured;
  readonly cells: number;
  readonly compactedCells: number;
  readonly compaction: Measured;
  /** Bytes with indexes, per million records: lines of the log, their details. */
  readonly requestBytes: number;
  readonly detailBytes: number;
};

/** Two gateways write records as fast as the database takes them, and their cells, while the worker compacts. */
export async function measureIngest(
  { db, records, cells }: Pick<OperationParts, "db" | "records" | "cells">,
  plan: {
    readonly environmentId: string;
    readonly seed: number;
    readonly seconds: number;
    readonly version: number;
    readonly keepDays: CellRetention;
  },
): Promise<Ingest> {
  const traffic = new MadeUpTraffic(plan.seed + 1);
  const drawn = Array.from({ length: drawnRecords }, () => traffic.record(plan.environmentId, 0, plan.version));
  const before = await sizes(db.pool);
  const batchMs: number[] = [];
  const compactionMs: number[] = [];
  const perSecond = new Map<number, number>();
  let written = 0;
  let writtenCells = 0;
  let compactedCells = 0;
  const startedMs = performance.now();
  const running = (): boolean => performance.now() - startedMs < plan.seconds * 1_000;

  const gateway = async (index: number): Promise<void> => {
    const instanceId = `0198a1b2-0000-7000-8000-00000000000${index}`;
    const aggregator = new CellAggregator({ instanceId, epoch: Date.now() });
    const flush = async (): Promise<void> => {
      const changed = aggregator.changedCells(plan.environmentId, "bench");
      for (let at = 0; at < changed.length; at += cellsAtOnce)
        await cells.upsertCells(changed.slice(at, at + cellsAtOnce));
      writtenCells += changed.length;
      aggregator.closeBefore(Date.now() - 60_000);
    };
    const flushing = (async () => {
      while (running()) {
        await sleep(flushEveryMs);
        await flush();
      }
    })();
    for (let batch = index; running(); batch += gateways) {
      const nowMs = Date.now();
      const from = (batch * recordsAtOnce) % drawnRecords;
      const fresh = drawn.slice(from, from + recordsAtOnce).map((record) => {
        const startedAtMs = Math.floor(nowMs - record.durationMs);
        return { ...record, id: timeOrderedId(startedAtMs), startedAtMs, gatewayInstanceId: instanceId };
      });
      const batchStartedMs = performance.now();
      await records.writeRecords(fresh);
      const endedMs = performance.now();
      batchMs.push(endedMs - batchStartedMs);
      for (const record of fresh) aggregator.add(record);
      written += fresh.length;
      const second = Math.floor((endedMs - startedMs) / 1_000);
      perSecond.set(second, (perSecond.get(second) ?? 0) + fresh.length);
    }
    await flushing;
    await flush();
  };
  const compacting = async (): Promise<void> => {
    const compactor = new CellCompactor(db.pool);
    while (running()) {
      await sleep(Math.min(compactEveryMs, plan.seconds * 1_000));
      const roundMs = performance.now();
      compactedCells += await compactor.compact(Date.now(), plan.keepDays);
      compactionMs.push(performance.now() - roundMs);
    }
  };
  await Promise.all([...Array.from({ length: gateways }, (_, index) => gateway(index)), compacting()]);
  const whole = Math.floor(plan.seconds);
  const after = await sizes(db.pool);
  const perMillion = (bytes: number): number => Math.round((bytes / Math.max(1, written)) * 1_000_000);
  return {
    seconds: plan.seconds,
    records: written,
    recordsPerSecond: Math.round(written / plan.seconds),
    slowestSecond: Math.min(...Array.from({ length: whole }, (_, second) => perSecond.get(second) ?? 0)),
    batch: measured(batchMs),
    cells: writtenCells,
    compactedCells,
    compaction: measured(compactionMs),
    requestBytes: perMillion(after.requests - before.requests),
    detailBytes: perMillion(after.details - before.details),
  };
}

type Sizes = { readonly requests: number; readonly details: number };

async function sizes(pool: OperationParts["db"]["pool"]): Promise<Sizes> {
  const { rows } = await pool.query<{ readonly parent: string; readonly bytes: string }>(
    `SELECT inhparent::regclass::text AS parent, sum(pg_total_relation_size(inhrelid)) AS bytes FROM pg_inherits
     WHERE inhparent IN ('requests'::regclass, 'request_details'::regclass) GROUP BY inhparent`,
  );
  const of = (parent: string): number => Number(rows.find((row) => row.parent === parent)?.bytes ?? 0);
  return { requests: of("requests"), details: of("request_details") };
}
