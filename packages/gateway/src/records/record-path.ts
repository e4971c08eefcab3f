import { CellAggregator, type CellSource } from "@meridian/metrics";
import type { Logger } from "pino";
import { LiveHub, type LiveHubParts } from "../live/live-hub.ts";
import { RequestTotals } from "../observability/request-totals.ts";
import { CellFlusher, type CellStorage } from "./cell-flusher.ts";
import { RecordFanOut } from "./record-fan-out.ts";
import type { RecordSink } from "./record-sink.ts";
import type { RecordStorage } from "./record-storage.ts";
import { RecordWriter } from "./record-writer.ts";

/** Everything that learns of a record: totals, cells, the live feed and, with a database, the request log. */
export type RecordPath = {
  readonly sink: RecordSink;
  readonly totals: RequestTotals;
  readonly hub: LiveHub;
  readonly flusher: CellFlusher;
  readonly writer: RecordWriter | null;
  start(): void;
  /** Writes what is left, for at most `limitMs`; resolves to what could not be written and is lost. */
  stop(limitMs: number): Promise<{ readonly records: number; readonly cells: number }>;
};

/** Where records and cells are written to. */
export type RecordPathStorage = { readonly records: RecordStorage; readonly cells: CellStorage };

/** Puts it together. `storage` is null without a database: then nothing outlives the process. */
export function createRecordPath(parts: {
  readonly source: CellSource;
  readonly registry: LiveHubParts["registry"];
  readonly storage: RecordPathStorage | null;
  /** Told of every request, also of those that belong to no environment. */
  readonly printer: RecordSink | null;
  /** Sends traces; told of every request too. */
  readonly traces: RecordSink | null;
  /** Records that were lost before they came here. */
  readonly droppedBefore?: () => number;
  readonly clock: () => number;
  readonly log: Logger;
}): RecordPath {
  const { source, registry, storage, printer, traces, droppedBefore = () => 0, clock, log } = parts;
  const totals = new RequestTotals();
  const aggregator = new CellAggregator(source);
  const writer = storage && new RecordWriter(storage.records, log);
  const recordsDropped = (): number => droppedBefore() + (writer ? writer.state.dropped + writer.state.refused : 0);
  const hub = new LiveHub({ source, registry, aggregator, clock, recordsDropped });
  const flusher = new CellFlusher({ aggregator, storage: storage?.cells ?? null, log, clock });
  const counting: RecordSink = { accept: (record) => aggregator.add(record) };
  const all: RecordSink = {
    accept: (record, parent) => {
      totals.accept(record);
      printer?.accept(record);
      traces?.accept(record, parent);
    },
  };
  return {
    sink: new RecordFanOut(all, writer ? [counting, hub, writer] : [counting, hub]),
    totals,
    hub,
    flusher,
    writer,
    start() {
      hub.start();
      flusher.start();
    },
    async stop(limitMs) {
      flusher.stop();
      const [records = 0, cells] = await Promise.all([writer?.flush(limitMs), flusher.flush()]);
      return { records, cells };
    },
  };
}
