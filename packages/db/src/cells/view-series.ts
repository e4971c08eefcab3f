import type { CellDimensions } from "@meridian/metrics";
import type pg from "pg";
import { type CellView, dimensionsIn } from "./cell-views.ts";
import { SeriesIds } from "./series-ids.ts";

const maxKnown = 100_000;

/** A series of the full view, with its dimensions. */
export type FullSeries = { readonly seriesId: string; readonly dimensions: CellDimensions };

/** Which series of some smaller views a series of the full view counts in. */
export class ViewSeries {
  readonly #ids: SeriesIds;
  readonly #views: readonly CellView[];
  readonly #known = new Map<string, readonly string[]>();

  constructor(pool: pg.Pool, views: readonly CellView[]) {
    this.#ids = new SeriesIds(pool);
    this.#views = views;
  }

  /** For each series one id a view, in the order of the views. */
  async of(series: readonly FullSeries[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (this.#known.size > maxKnown) this.forget();
    const views = this.#views;
    const missing = series.filter(({ seriesId }) => !this.#known.has(seriesId));
    const ids = await this.#ids.of(
      missing.flatMap(({ dimensions }) =>
        views.map((view) => ({ ...dimensionsIn(view, dimensions), view: view.view })),
      ),
    );
    for (const [index, { seriesId }] of missing.entries())
      this.#known.set(seriesId, ids.slice(index * views.length, (index + 1) * views.length));
    return this.#known;
  }

  /** For when series may be gone with a database that was made anew. */
  forget(): void {
    this.#known.clear();
    this.#ids.forget();
  }
}
