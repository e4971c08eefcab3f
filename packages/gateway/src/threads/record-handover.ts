import type { RequestRecord } from "@meridian/metrics";
import { plainPlan } from "@meridian/routing";
import type { Logger } from "pino";
import type { RecordSink } from "../records/record-sink.ts";
import type { GatewayCounters } from "../server/gateway-counters.ts";
import type { TraceParent } from "../server/trace-parent.ts";
import type { HandedRecord } from "./messages.ts";

/** As many as the writer holds. */
const capacity = 50_000;
const batchSize = 256;
/** The live feed ticks once a second: nobody sees this. */
const gatherMs = 20;

/** Hands a thread's records over to the keeper, in batches. What the keeper does not take in time is dropped and counted. */
export class RecordHandover implements RecordSink {
  readonly #post: (records: readonly HandedRecord[]) => void;
  readonly #counters: Pick<GatewayCounters, "recordsDropped">;
  readonly #log: Logger;
  #batch: HandedRecord[] = [];
  /** Handed over, and not yet taken. */
  #underway = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    post: (records: readonly HandedRecord[]) => void,
    counters: Pick<GatewayCounters, "recordsDropped">,
    log: Logger,
  ) {
    this.#post = post;
    this.#counters = counters;
    this.#log = log;
  }

  accept(record: RequestRecord, parent: TraceParent | null = null): void {
    if (this.#batch.length + this.#underway >= capacity) {
      if (this.#counters.recordsDropped++ === 0) this.#log.error({ capacity }, "records are not taken over: dropping");
      return;
    }
    this.#batch.push([plainRecord(record), parent]);
    if (this.#batch.length >= batchSize) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), gatherMs);
  }

  taken(count: number): void {
    this.#underway -= count;
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#batch.length === 0) return;
    this.#underway += this.#batch.length;
    this.#post(this.#batch);
    this.#batch = [];
  }
}

/** Reasons of plans are put into words: what a message carries over has no methods. */
function plainRecord(record: RequestRecord): RequestRecord {
  const { plan } = record.details;
  if (plan === null || !("candidates" in plan)) return record;
  return { ...record, details: { ...record.details, plan: plainPlan(plan) } };
}
