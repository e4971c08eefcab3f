import { dimensions, dimensionWords } from "./dimension-words.ts";
import { firstView, type View } from "./view.ts";

/**
 * The view as the query of an address, without `?`. Two views that show the same have the same query: parts stand in one
 * order, and what a dashboard shows anyway is left out.
 */
export function formatView(view: View): string {
  const params = new URLSearchParams(viewContent(view));
  if (view.savedViewId !== null) params.set("view", view.savedViewId);
  if (view.wall !== "off") params.set("wall", view.wall === "on" ? "1" : "cycle");
  return params.toString();
}

/** The part that is saved under a name: neither the wall, nor which saved view was opened. */
export function viewContent({ window, filters, compare, by }: View): string {
  const params = new URLSearchParams();
  if (window.kind === "between") {
    params.set("from", isoSecond(window.fromMs));
    params.set("to", isoSecond(window.toMs));
  } else params.set("range", window.range);
  for (const dimension of dimensions) {
    for (const value of filters[dimension]?.toSorted() ?? []) params.append(dimensionWords[dimension].param, value);
  }
  if (compare.kind === "previous") params.set("compare", "previous");
  if (compare.kind === "versions") params.set("compare", `v${compare.a}..v${compare.b}`);
  if (by !== firstView.by) params.set("by", dimensionWords[by].param);
  return params.toString();
}

function isoSecond(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
