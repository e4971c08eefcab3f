import { type Cell, type CellSource, cellMs } from "./cell.ts";
import { ModelNames } from "./model-names.ts";
import { OpenCell } from "./open-cell.ts";
import { collapse, dimensionsOf } from "./record-dimensions.ts";
import type { RequestRecord } from "./request-record.ts";
import { type CellSeries, SeriesTree } from "./series-tree.ts";

/** Open cells beyond which new combinations of dimensions are counted together. About 3 KB each. */
const defaultMaxOpenCells = 10_000;

/** Turns records into cells as they end. Constant time a record; time comes in with the records. */
export class CellAggregator {
  readonly #source: CellSource;
  readonly #maxOpenCells: number;
  readonly #tree = new SeriesTree();
  readonly #modelNames = new ModelNames();
  readonly #environments = new Map<string, Set<CellSeries>>();
  /** Where the last record went, and the one before it: most are told apart by their upstream alone. */
  #last: Counted | null = null;
  #before: Counted | null = null;
  /** `consumer` → environment → revision up to which it has read. */
  readonly #read = new Map<string, Map<string, number>>();
  #openCells = 0;
  #collapsed = 0;
  #revision = 0;
  #closedBeforeMs = 0;

  constructor(source: CellSource, options: { readonly maxOpenCells?: number } = {}) {
    this.#source = source;
    this.#maxOpenCells = options.maxOpenCells ?? defaultMaxOpenCells;
  }

  /**
   * Counts a record in the window in which it ended. A window that is closed is never opened again, because its second
   * cell would replace the first: what comes late counts in the oldest open window.
   */
  add(record: RequestRecord): void {
    const endedMs = record.startedAtMs + record.durationMs;
    const startMs = Math.max(Math.floor(endedMs / cellMs) * cellMs, this.#closedBeforeMs);
    const cell = this.#remembered(record, startMs);
    cell.add(record);
    cell.revision = ++this.#revision;
  }

  /** Cells of an environment that changed since this consumer last asked; all open ones the first time. */
  changedCells(environmentId: string, consumer: string): Cell[] {
    let read = this.#read.get(consumer);
    if (!read) this.#read.set(consumer, (read = new Map()));
    const since = read.get(environmentId) ?? 0;
    read.set(environmentId, this.#revision);
    return this.#cellsSince(environmentId, since);
  }

  /** Every open cell of an environment: what a reader starts from. */
  openCells(environmentId: string): Cell[] {
    return this.#cellsSince(environmentId, 0);
  }

  /** Environments that have open cells. */
  environmentIds(): string[] {
    return [...this.#environments.keys()];
  }

  /** Forgets windows that end at or before `ms`. Read their changes first. */
  closeBefore(ms: number): void {
    const before = Math.floor(ms / cellMs) * cellMs;
    if (before <= this.#closedBeforeMs) return;
    this.#closedBeforeMs = before;
    this.#last = null;
    this.#before = null;
    this.#modelNames.prune(before);
    for (const [environmentId, all] of this.#environments) {
      for (const series of all) {
        const kept = series.cells.filter((cell) => cell.startMs >= before);
        this.#openCells -= series.cells.length - kept.length;
        series.cells = kept;
        if (kept.length > 0) continue;
        all.delete(series);
        this.#tree.delete(series);
      }
      if (all.size > 0) continue;
      this.#environments.delete(environmentId);
      for (const read of this.#read.values()) read.delete(environmentId);
    }
  }

  /** Records counted without their names since the start, because `maxOpenCells` was reached. */
  get collapsedRecords(): number {
    return this.#collapsed;
  }

  #remembered(record: RequestRecord, startMs: number): OpenCell {
    const last = this.#last;
    if (last && goesTo(last, record, startMs)) return last.cell;
    const before = this.#before;
    if (before && goesTo(before, record, startMs)) {
      this.#before = last;
      this.#last = before;
      return before.cell;
    }
    const collapsed = this.#collapsed;
    const cell = this.#cell(record, startMs);
    // What was counted together is counted as such each time.
    if (this.#collapsed > collapsed) return cell;
    this.#before = last;
    this.#last = { like: record, cell };
    return cell;
  }

  #cell(record: RequestRecord, startMs: number): OpenCell {
    const dimensions = dimensionsOf(record, this.#modelOf(record, startMs));
    const series = this.#tree.find(dimensions);
    const found = series && openCellAt(series, startMs);
    if (found) return found;
    if (this.#openCells < this.#maxOpenCells)
      return this.#open(series ?? this.#add({ dimensions, cells: [] }), startMs);
    this.#collapsed++;
    const collapsed = collapse(dimensions);
    const other = this.#tree.find(collapsed) ?? this.#add({ dimensions: collapsed, cells: [] });
    return openCellAt(other, startMs) ?? this.#open(other, startMs);
  }

  /** What no route matched may name anything: such names are nobody's model. */
  #modelOf({ environmentId, route, requestedModel }: RequestRecord, startMs: number): string {
    return route === null || requestedModel === null
      ? ""
      : this.#modelNames.admit(environmentId, requestedModel, startMs);
  }

  #add(series: CellSeries): CellSeries {
    this.#tree.set(series);
    const { environmentId } = series.dimensions;
    const all = this.#environments.get(environmentId);
    if (all) all.add(series);
    else this.#environments.set(environmentId, new Set([series]));
    return series;
  }

  #open(series: CellSeries, startMs: number): OpenCell {
    const cell = new OpenCell(startMs, series.dimensions);
    series.cells.push(cell);
    this.#openCells++;
    return cell;
  }

  #cellsSince(environmentId: string, revision: number): Cell[] {
    const cells: Cell[] = [];
    for (const series of this.#environments.get(environmentId) ?? []) {
      for (const cell of series.cells) if (cell.revision > revision) cells.push(cell.toCell(this.#source));
    }
    return cells;
  }
}

/** `like`: a record that was counted in the cell. */
type Counted = { readonly like: RequestRecord; readonly cell: OpenCell };

/** All that a cell is of is equal. */
const goesTo = ({ like, cell }: Counted, record: RequestRecord, startMs: number): boolean =>
  cell.startMs === startMs &&
  like.upstream === record.upstream &&
  like.environmentId === record.environmentId &&
  like.outcome === record.outcome &&
  like.route === record.route &&
  like.requestedModel === record.requestedModel &&
  like.configVersion === record.configVersion &&
  like.keyId === record.keyId &&
  like.promptVariant === record.promptVariant &&
  like.callerRegion === record.callerRegion;

function openCellAt(series: CellSeries, startMs: number): OpenCell | undefined {
  return series.cells.findLast((cell) => cell.startMs === startMs);
}
