import type { CellDimensions, MetricDimension } from "@meridian/metrics";
import { type CellWidth, cellWidths } from "./cell-levels.ts";

type ViewDimension = Exclude<MetricDimension, "outcome">;

/**
 * The same requests once more, under fewer dimensions (and always the outcome): a question reads the first view that has
 * all the dimensions that it filters or groups by, so the smallest ones come first. Numbers are kept in the database; a
 * view that is added needs its cells made for what is there already.
 */
export type CellView = {
  readonly view: number;
  readonly dimensions: readonly ViewDimension[];
  /** Narrower cells are too sparse for it to save rows. */
  readonly fromWidth: CellWidth;
};

export const cellViews: readonly CellView[] = [
  { view: 1, dimensions: [], fromWidth: 60 },
  { view: 3, dimensions: ["keyId", "configVersion"], fromWidth: 60 },
  { view: 2, dimensions: ["route", "model", "upstream", "configVersion"], fromWidth: 60 },
  { view: 4, dimensions: ["callerRegion", "promptVariant", "route", "configVersion"], fromWidth: 60 },
  { view: 7, dimensions: ["callerRegion", "promptVariant", "keyId"], fromWidth: 300 },
  { view: 6, dimensions: ["callerRegion", "promptVariant", "model", "upstream"], fromWidth: 300 },
  { view: 5, dimensions: ["keyId", "route", "model", "upstream"], fromWidth: 300 },
];

/** Has all dimensions, at every width. */
export const fullView = 0;

/** The smallest view at this width that can tell these dimensions apart. */
export function viewFor(dimensions: readonly MetricDimension[], width: CellWidth): number {
  const fits = cellViews.find(
    (one) =>
      width >= one.fromWidth &&
      dimensions.every((dimension) => dimension === "outcome" || one.dimensions.includes(dimension)),
  );
  return fits?.view ?? fullView;
}

const byFirstWidth = new Map<CellWidth, readonly CellView[]>(
  cellWidths.map((width) => [width, cellViews.filter(({ fromWidth }) => fromWidth === width)]),
);

/** The views whose narrowest cells are of this width. */
export const viewsFrom = (width: CellWidth): readonly CellView[] => byFirstWidth.get(width) ?? [];

/** What a view keeps of the dimensions of a cell; the others are empty. */
export function dimensionsIn({ dimensions }: CellView, of: CellDimensions): CellDimensions {
  const kept = (dimension: ViewDimension & keyof CellDimensions): string =>
    dimensions.includes(dimension) ? String(of[dimension]) : "";
  return {
    environmentId: of.environmentId,
    route: kept("route"),
    model: kept("model"),
    upstream: kept("upstream"),
    configVersion: dimensions.includes("configVersion") ? of.configVersion : 0,
    keyId: kept("keyId"),
    promptVariant: kept("promptVariant"),
    callerRegion: kept("callerRegion"),
    outcome: of.outcome,
  };
}
