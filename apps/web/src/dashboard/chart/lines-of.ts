import type { GroupSeries, Series } from "../data/series-builder.ts";
import { type ChartLine, valuesOf } from "./chart-line.ts";
import type { ChartSpec } from "./chart-specs.ts";
import { otherColor, seriesColor } from "./series-colors.ts";

/** The lines of a chart as the traffic is. */
export function plainLines(spec: ChartSpec, series: Series): ChartLine[] {
  return spec.lines.map(({ figure, ...look }) => ({ key: figure, ...look, values: valuesOf(series.points, figure) }));
}

/** The previous period as broken, paler lines, moved to where the window is. */
export function ghostLines(spec: ChartSpec, series: Series, previous: Series): ChartLine[] {
  const shiftMs = series.fromMs - previous.fromMs;
  const byStart = new Map(previous.points.map((point) => [point.startMs + shiftMs, point]));
  return spec.compared.map(({ figure, label }) => ({
    key: `previous ${figure}`,
    label: spec.compared.length === 1 && spec.lines.length === 1 ? "Previous period" : `Previous period, ${label}`,
    color: "var(--foreground)",
    dash: "3 3",
    width: 1.2,
    ghost: true,
    values: series.points.map(({ startMs, figures }, at) => {
      // Of a step that still fills only its begin is known: the whole step of before stands beside it.
      const before = byStart.get(startMs);
      return at === series.points.length - 1 && figures === null ? null : (before?.figures?.[figure] ?? null);
    }),
  }));
}

/** Two config versions in place of the whole: the first in full, the second broken, each with a colour of its own. */
export function versionLines(spec: ChartSpec, series: Series, versions: readonly [number, number]): ChartLine[] {
  return versions.flatMap((version, at) => {
    const group = series.groups.find((each) => each.group === String(version));
    return spec.compared.map(({ figure, label }) => ({
      key: `v${version} ${figure}`,
      label: `v${version} ${label}`,
      color: seriesColor(at),
      ...(at === 0 ? {} : { dash: "6 3" }),
      width: 1.8,
      values: group === undefined ? series.points.map(() => null) : valuesOf(group.points, figure),
    }));
  });
}

/** Groups that get a colour of their own: those with the most requests. */
const shownApart = 4;

export function largestFirst(groups: readonly GroupSeries[]): GroupSeries[] {
  return groups.toSorted((a, b) => b.requests - a.requests || (a.group < b.group ? -1 : 1));
}

/** Up to 4 groups with a band each, the rest together: their requests, or their part of them (0..1). */
export function groupLines(
  series: Series,
  {
    groups,
    nameOf,
    as,
  }: {
    /** In the order in which they get their colours. */
    readonly groups: readonly GroupSeries[];
    readonly nameOf: (group: string) => string;
    readonly as: "share" | "requests";
  },
): ChartLine[] {
  const totals = series.points.map((_, at) => sumAt(groups, at));
  const values = (members: readonly GroupSeries[]) =>
    series.points.map(({ figures }, at) => {
      if (figures === null || (as === "share" && totals[at] === 0)) return null;
      const sum = sumAt(members, at);
      return as === "share" ? sum / (totals[at] ?? 1) : sum;
    });
  const rest = groups.slice(shownApart);
  const lines = groups.slice(0, shownApart).map((group, at) => {
    return { key: `group ${group.group}`, label: nameOf(group.group), color: seriesColor(at), values: values([group]) };
  });
  return rest.length === 0
    ? lines
    : [...lines, { key: "others", label: `${rest.length} others`, color: otherColor, values: values(rest) }];
}

function sumAt(groups: readonly GroupSeries[], at: number): number {
  return groups.reduce((sum, { points }) => sum + (points[at]?.figures?.requests ?? 0), 0);
}
