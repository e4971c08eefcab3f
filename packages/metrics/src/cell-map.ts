import type { Cell } from "./cell.ts";
import { cellKey } from "./cell-key.ts";

/** The cells that a reader holds. A cell that comes again replaces what was there, so that replays change nothing. */
export class CellMap {
  readonly #cells = new Map<string, Cell>();

  upsert(cells: Iterable<Cell>): void {
    for (const cell of cells) this.#cells.set(cellKey(cell), cell);
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
