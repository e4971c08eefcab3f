import type { DeploymentMark } from "./deployment-mark.ts";

/** Deployments that stand too close for a flag each; the newest last. */
export type MarkGroup = { readonly at: number; readonly marks: readonly DeploymentMark[] };

/** Flags nearer than this part of the window would cover each other. */
const nearest = 0.2;

/** Deployments of a window as flags; `at` (0..1) is where the newest of each stands. */
export function markGroups(marks: readonly DeploymentMark[], fromMs: number, toMs: number): MarkGroup[] {
  const groups: { first: number; at: number; marks: DeploymentMark[] }[] = [];
  for (const mark of [...marks].sort((a, b) => a.atMs - b.atMs)) {
    const at = (mark.atMs - fromMs) / (toMs - fromMs);
    const last = groups.at(-1);
    if (last && at - last.first < nearest) {
      last.marks.push(mark);
      last.at = at;
    } else groups.push({ first: at, at, marks: [mark] });
  }
  return groups.map(({ at, marks: together }) => ({ at, marks: together }));
}
