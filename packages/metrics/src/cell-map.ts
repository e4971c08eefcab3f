import type { Cell } from "./cell.ts";
import { cellKey } from "./cell-key.ts";

/**
 * The cells that a reader holds. A cell that comes again replaces what was there, so that replays change nothing; counts
 * only grow within a window, so an older copy that comes late (history after the live feed) is passed over.
 */
export class CellMap {
  readonly #cells = new Map<string, Cell>();

  upsert(cells: Iterable<Cell>): void {
    for (const cell of cells) {
      const key = cellKey(cell);
      const held = this.#cells.get(key);
      if (!held || held.counts.requests <= cell.counts.requests) this.#cells.set(key, cell);
    }
  }

  /** Forgets cells that start before `beforeMs`. */
  prune(beforeMs: number): void {
    for (const [key, cell] of this.#cells) if (cell.startMs < beforeMs) this.#cells.delete(key);
  }

  /** Cells that start in [fromMs, toMs). */
  between(fromMs: number, toMs: number): Cell[] {
    const found: Cell[] = [];
    for (const cell of this.#cells.values()) if (cell.startMs >= fromMs && cell.startMs < toMs) found.push(cell);
    return found;
  }

  clear(): void {
    this.#cells.clear();
  }

  get size(): number {
    return this.#cells.size;
  }
}
