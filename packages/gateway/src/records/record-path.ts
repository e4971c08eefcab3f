import { CellAggregator, type CellSource } from "@meridian/metrics";
import type { Logger } from "pino";
import { LiveHub, type LiveHubParts } from "../live/live-hub.ts";
import { RequestTotals } from "../observability/request-totals.ts";
import { faultOf } from "../server/fault.ts";
import { CellFlusher, type CellStorage } from "./cell-flusher.ts";
import { RecordFanOut } from "./record-fan-out.ts";
import { RecordGatherer } from "./record-gatherer.ts";
import type { RecordSink } from "./record-sink.ts";
import type { RecordStorage } from "./record-storage.ts";
import { RecordWriter } from "./record-writer.ts";

/** Everything that learns of a record: totals, cells, the live feed and, with a database, the request log. */
export type RecordPath = {
  readonly sink: RecordSink;
  readonly totals: Pick<RequestTotals, "series">;
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
  const counted = new RequestTotals();
  const aggregator = new CellAggregator(source);
  const writer = storage && new RecordWriter(storage.records, log);
  const recordsDropped = (): number => droppedBefore() + (writer ? writer.state.dropped + writer.state.refused : 0);
  const settle = (): void => gatherer.settle();
  const hub = new LiveHub({ source, registry, aggregator, settle, clock, recordsDropped });
  const flusher = new CellFlusher({ aggregator, settle, storage: storage?.cells ?? null, log, clock });
  const counting: RecordSink = { accept: (record) => aggregator.add(record) };
  const gatherer = new RecordGatherer(
    new RecordFanOut(counted, writer ? [counting, hub, writer] : [counting, hub]),
    (fault) => log.error(faultOf(fault), "a record could not be counted and kept"),
  );
  return {
    sink: {
      accept: (record, parent) => {
        printer?.accept(record);
        traces?.accept(record, parent);
        gatherer.accept(record);
      },
    },
    totals: {
      get series() {
        settle();
        return counted.series;
      },
    },
    hub,
    flusher,
    writer,
    start() {
      hub.start();
      flusher.start();
    },
    async stop(limitMs) {
      flusher.stop();
      settle();
      const [records = 0, cells] = await Promise.all([writer?.flush(limitMs), flusher.flush()]);
      return { records, cells };
    },
  };
}
