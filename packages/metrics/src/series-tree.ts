import type { CellDimensions } from "./cell.ts";
import type { OpenCell } from "./open-cell.ts";

/** The open cells of one combination of dimensions, oldest first: a handful at a time. */
export type CellSeries = { readonly dimensions: CellDimensions; cells: OpenCell[] };

type Step = string | number;
type Branch = Map<Step, Branch | CellSeries>;

/**
 * Finds a series by walking maps, one for each dimension: the names come from the routing table and the key ring, so
 * their hashes are cached, and no key is composed for each request.
 */
export class SeriesTree {
  readonly #root: Branch = new Map();

  find(dimensions: CellDimensions): CellSeries | undefined {
    let node: Branch | CellSeries | undefined = this.#root;
    for (const step of pathOf(dimensions)) {
      node = (node as Branch).get(step);
      if (node === undefined) return undefined;
    }
    return node as CellSeries;
  }

  set(series: CellSeries): void {
    const path = pathOf(series.dimensions);
    const leaf = path.pop() as Step;
    let branch = this.#root;
    for (const step of path) {
      let next = branch.get(step) as Branch | undefined;
      if (!next) branch.set(step, (next = new Map()));
      branch = next;
    }
    branch.set(leaf, series);
  }

  /** Also removes the branches that this leaves empty. */
  delete(series: CellSeries): void {
    const path = pathOf(series.dimensions);
    const branches: Branch[] = [this.#root];
    for (const step of path.slice(0, -1)) {
      const next = branches.at(-1)?.get(step) as Branch | undefined;
      if (!next) return;
      branches.push(next);
    }
    for (const [depth, branch] of [...branches.entries()].reverse()) {
      branch.delete(path[depth] as Step);
      if (branch.size > 0) return;
    }
  }
}

function pathOf(dimensions: CellDimensions): Step[] {
  return [
    dimensions.environmentId,
    dimensions.outcome,
    dimensions.route,
    dimensions.model,
    dimensions.upstream,
    dimensions.configVersion,
    dimensions.keyId,
    dimensions.promptVariant,
    dimensions.callerRegion,
  ];
}
