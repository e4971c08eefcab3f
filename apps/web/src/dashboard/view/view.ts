import type { Dimension } from "./dimension-words.ts";
import type { RangeId } from "./range.ts";

/** The stretch of time on show: one that ends now, or one that stands still. */
export type TimeWindow =
  | { readonly kind: "last"; readonly range: RangeId }
  /** Epoch ms, `toMs` excluded. */
  | { readonly kind: "between"; readonly fromMs: number; readonly toMs: number };

/** What is drawn beside the traffic itself. */
export type Comparison =
  | { readonly kind: "none" }
  | { readonly kind: "previous" }
  /** Two config versions by their numbers, in the order of the address. */
  | { readonly kind: "versions"; readonly a: number; readonly b: number };

/** Values of each dimension that traffic is narrowed to: any of them, in every dimension named. Never an empty list. */
export type Filters = Readonly<Partial<Record<Dimension, readonly string[]>>>;

/** All that a dashboard shows, as its address says it. */
export type View = {
  readonly window: TimeWindow;
  readonly filters: Filters;
  readonly compare: Comparison;
  /** What the breakdown tells apart. */
  readonly by: Dimension;
  /** Full screen for a wall; `cycle` turns its pages by itself. */
  readonly wall: "off" | "on" | "cycle";
  /** The saved view that was opened; what is shown may have moved on from it. */
  readonly savedViewId: string | null;
};

export const firstView: View = {
  window: { kind: "last", range: "5m" },
  filters: {},
  compare: { kind: "none" },
  by: "model",
  wall: "off",
  savedViewId: null,
};

/** The view with these values of a dimension in place of those it had; none lifts the filter. */
export function withFilter(view: View, dimension: Dimension, values: readonly string[]): View {
  const { [dimension]: _, ...others } = view.filters;
  return { ...view, filters: values.length === 0 ? others : { ...others, [dimension]: [...new Set(values)] } };
}
