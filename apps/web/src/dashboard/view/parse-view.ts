import { type Dimension, dimensions, dimensionWords } from "./dimension-words.ts";
import { longestMs, type RangeId, rangeIds, shortestMs } from "./range.ts";
import { type Comparison, type Filters, firstView, type TimeWindow, type View } from "./view.ts";

/** A view, and what of the address it could not follow: each a sentence. */
export type ParsedView = { readonly view: View; readonly problems: readonly string[] };

/** More would not fit the address, nor be a filter. */
export const mostValues = 20;
const longestValue = 128;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const outcomes: readonly string[] = ["completed", "rejected", "failed", "cancelled"];

/** Reads a dashboard's address. What it cannot follow falls back to what a dashboard shows first, and is said. */
export function parseView(params: URLSearchParams): ParsedView {
  const problems: string[] = [];
  const wall = params.get("wall");
  const savedViewId = params.get("view");
  return {
    view: {
      window: windowOf(params, problems),
      filters: filtersOf(params, problems),
      compare: comparisonOf(params.get("compare"), problems),
      by: breakdownOf(params.get("by"), problems),
      wall: wall === "1" ? "on" : wall === "cycle" ? "cycle" : "off",
      savedViewId: savedViewId !== null && uuid.test(savedViewId) ? savedViewId : null,
    },
    problems,
  };
}

function windowOf(params: URLSearchParams, problems: string[]): TimeWindow {
  const from = params.get("from");
  const to = params.get("to");
  if (from === null && to === null) return rangeOf(params.get("range"), problems);
  const fromMs = momentOf(from);
  const toMs = momentOf(to);
  if (fromMs === null || toMs === null) {
    problems.push("The address names no begin and end that can be read, so the last 5 minutes are shown.");
    return firstView.window;
  }
  if (toMs - fromMs < shortestMs || toMs - fromMs > longestMs) {
    problems.push("A stretch of time lasts from 1 minute to 366 days, so the last 5 minutes are shown.");
    return firstView.window;
  }
  return { kind: "between", fromMs, toMs };
}

function rangeOf(text: string | null, problems: string[]): TimeWindow {
  if (text === null) return firstView.window;
  const range = rangeIds.find((id): id is RangeId => id === text);
  if (range !== undefined) return { kind: "last", range };
  problems.push(`There is no range “${shortened(text)}”, so the last 5 minutes are shown.`);
  return firstView.window;
}

/** ISO 8601 with a zone, or epoch ms; whole seconds from the year 2000 to 2199. */
function momentOf(text: string | null): number | null {
  if (text === null) return null;
  const isIso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const ms = isIso ? Date.parse(text) : /^\d{12,13}$/.test(text) ? Number(text) : Number.NaN;
  if (!(ms >= 946_684_800_000 && ms < 7_258_118_400_000)) return null;
  return Math.floor(ms / 1_000) * 1_000;
}

function filtersOf(params: URLSearchParams, problems: string[]): Filters {
  const filters: Partial<Record<Dimension, readonly string[]>> = {};
  for (const dimension of dimensions) {
    const { param, many } = dimensionWords[dimension];
    const given = [...new Set(params.getAll(param))];
    const values = given.filter((value) => isValue(dimension, value)).slice(0, mostValues);
    if (values.length < given.length) {
      problems.push(
        given.length > mostValues
          ? `Of ${given.length} ${many.toLowerCase()} only ${values.length} are filtered by.`
          : `The address filters by ${many.toLowerCase()} that cannot be: they are left out.`,
      );
    }
    if (values.length > 0) filters[dimension] = values;
  }
  return filters;
}

/** An empty value stands for requests that have none. */
function isValue(dimension: Dimension, value: string): boolean {
  if (dimension === "outcome") return outcomes.includes(value);
  if (dimension === "configVersion") return /^\d{1,9}$/.test(value);
  return value.length <= longestValue && !hasControlCharacter(value);
}

function hasControlCharacter(text: string): boolean {
  return Array.from(text).some((character) => character < " " || character === "\u007f");
}

function comparisonOf(text: string | null, problems: string[]): Comparison {
  if (text === null) return firstView.compare;
  if (text === "previous") return { kind: "previous" };
  const [, a, b] = /^v(\d{1,9})\.\.v(\d{1,9})$/.exec(text) ?? [];
  if (a !== undefined && b !== undefined && a !== b) return { kind: "versions", a: Number(a), b: Number(b) };
  problems.push(`“${shortened(text)}” names nothing to compare with: write “previous”, or two versions as “v3..v4”.`);
  return firstView.compare;
}

function breakdownOf(text: string | null, problems: string[]): Dimension {
  if (text === null) return firstView.by;
  const found = dimensions.find((dimension) => dimensionWords[dimension].param === text);
  if (found === undefined) problems.push(`Traffic cannot be broken down by “${shortened(text)}”.`);
  return found ?? firstView.by;
}

function shortened(text: string): string {
  return text.length <= 24 ? text : `${text.slice(0, 24)}…`;
}
