import type { ConfigChange, TargetPlace } from "./config-change.ts";

type TargetChange = Extract<ConfigChange, { readonly kind: `target_${string}` }>;

/**
 * What became different about the targets of one route. Where weights divide the traffic, says shares: "Sends 20 % of
 * support-chat traffic to east-2; before 10 %". Of two shares that mirror each other only the one that grew is said.
 */
export const targetSentences = (route: string, changes: readonly TargetChange[]): readonly string[] => {
  const shares = changes.flatMap((change) => shareChange(change) ?? []);
  const others = changes.filter((change) => shareChange(change) === null).map((change) => plainSentence(route, change));
  // Two shares that mirror each other are told by the one that grew, unless something else changed too.
  return [...shareSentences(route, shares, changes.length <= 2), ...others];
};

type ShareChange = { readonly upstream: string; readonly before: number | null; readonly after: number | null };

/** A change of who gets how much of the traffic that is served first; null for any other change. */
const shareChange = (change: TargetChange): ShareChange | null => {
  const before = "before" in change ? change.before : null;
  const after = "after" in change ? change.after : null;
  if (change.kind === "target_moved") return null;
  const isShare = (place: TargetPlace | null) => place === null || (place.share !== null && place.isFirst);
  return isShare(before) && isShare(after)
    ? { upstream: change.upstream, before: before?.share ?? null, after: after?.share ?? null }
    : null;
};

const shareSentences = (route: string, shares: readonly ShareChange[], mirrored: boolean): readonly string[] => {
  const gone = shares.filter(({ after }) => after === null);
  const left = shares.filter(({ after }) => after !== null);
  const grown = left.filter(({ before, after }) => (after ?? 0) > (before ?? 0));
  const said = mirrored && grown.length > 0 ? grown : left;
  return [
    ...said.map(
      ({ upstream, before, after }) =>
        `Sends ${percent(after)} of ${route} traffic to ${upstream}; before ${percent(before)}`,
    ),
    ...gone.map(({ upstream, before }) => `Sends no more ${route} traffic to ${upstream}; before ${percent(before)}`),
  ];
};

const plainSentence = (route: string, change: TargetChange): string => {
  const { upstream } = change;
  switch (change.kind) {
    case "target_added":
      if (!change.after.isFirst)
        return `Adds ${upstream} as a fallback of ${route} (priority ${change.after.priority})`;
      return `Adds ${upstream} to the targets of ${route}`;
    case "target_removed":
      if (!change.before.isFirst) return `Removes the fallback ${upstream} from ${route}`;
      return `Removes ${upstream} from the targets of ${route}`;
    case "target_moved":
      return `Moves ${upstream} in ${route} from priority ${change.before.priority} to priority ${change.after.priority}${shareOf(change.after)}`;
    case "target_weighed":
      if (change.before.share === null || change.after.share === null) {
        return `Changes the weight of ${upstream} in ${route} from ${change.before.weight} to ${change.after.weight}`;
      }
      return `Sends ${percent(change.after.share)} of ${route} fallback traffic to ${upstream}; before ${percent(change.before.share)}`;
  }
};

const shareOf = ({ share }: TargetPlace): string =>
  share === null || share === 1 ? "" : `, with ${percent(share)} of its traffic`;

/** 0.125 → "12.5 %"; at most one decimal, and never 0 or 100 for what is only near it. */
export const percent = (share: number | null): string => {
  if (share === null) return "none";
  const rounded = Math.round(share * 1_000) / 10;
  if (share > 0 && rounded === 0) return "less than 0.1 %";
  return share < 1 && rounded === 100 ? "more than 99.9 %" : `${rounded} %`;
};
