import type { Finding } from "../finding.ts";
import { languageDefaults } from "../defaults.ts";
import { listInWords } from "../nearest-name.ts";
import type { TargetDocument } from "../schema/target.ts";
import type { DocumentCheck } from "./document-check.ts";

/** Each upstream once per route, weights on all targets of a priority or on none, and somewhere to fall back to. */
export const checkTargets: DocumentCheck = (document, _options, broken) =>
  Object.entries(document.routes).flatMap(([name, { targets, policy }]) => {
    if (broken.touches(["routes", name, "targets"])) return [];
    const kind = typeof policy === "string" ? policy : policy.kind;
    return [
      ...duplicates(name, targets),
      ...(kind === "weighted" ? weightGaps(name, targets) : []),
      ...noFallback(name, targets),
    ];
  });

const duplicates = (name: string, targets: readonly TargetDocument[]): readonly Finding[] => {
  const seen = new Set<string>();
  return targets.flatMap(({ upstream }, index): readonly Finding[] => {
    if (!seen.has(upstream)) {
      seen.add(upstream);
      return [];
    }
    return [
      {
        code: "duplicate_target",
        severity: "error",
        path: ["routes", name, "targets", index, "upstream"],
        message: `\`${upstream}\` is a target of this route already.`,
        hint: "Keep one of the two, with the sum of their weights.",
      },
    ];
  });
};

const priorityOf = (target: TargetDocument): number => target.priority ?? languageDefaults.target.priority;

const weightGaps = (name: string, targets: readonly TargetDocument[]): readonly Finding[] => {
  const weighed = new Set(targets.filter(({ weight }) => weight !== undefined).map(priorityOf));
  return targets.flatMap((target, index): readonly Finding[] => {
    if (target.weight !== undefined || !weighed.has(priorityOf(target))) return [];
    return [
      {
        code: "weight_missing",
        severity: "warning",
        path: ["routes", name, "targets", index],
        message: `\`${target.upstream}\` has no weight, but others of priority ${priorityOf(target)} do: it counts as 1.`,
        hint: "Write the weight of every target of a priority.",
      },
    ];
  });
};

const noFallback = (name: string, targets: readonly TargetDocument[]): readonly Finding[] => {
  const upstreams = [...new Set(targets.map(({ upstream }) => upstream))];
  if (upstreams.length !== 1) return [];
  return [
    {
      code: "no_fallback",
      severity: "info",
      path: ["routes", name, "targets"],
      at: "key",
      message: `\`${name}\` has no fallback: when ${listInWords(upstreams, "and")} fails, so do its requests.`,
      hint: "Add a target with a higher `priority`.",
    },
  ];
};
