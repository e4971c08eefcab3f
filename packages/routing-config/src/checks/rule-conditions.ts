import type { Finding } from "../finding.ts";
import type { ConditionDocument } from "../schema/condition.ts";
import type { RoutingDocument } from "../schema/document.ts";
import type { RouteDocument } from "../schema/route.ts";
import type { YamlPath } from "../yaml-path.ts";
import { selectsATarget } from "./selected-targets.ts";

const never = (path: YamlPath, message: string, hint: string): Finding => ({
  code: "rule_never_applies",
  severity: "error",
  path,
  message,
  hint,
});

/** Conditions that contradict themselves. */
export function neverApplies(path: YamlPath, when: ConditionDocument): readonly Finding[] {
  const { schedule, signal, complexity } = when;
  const findings: Finding[] = [];
  if (schedule !== undefined && (schedule.from ?? 0) === (schedule.to ?? 1_440)) {
    findings.push(
      never(
        [...path, "when", "schedule"],
        "This schedule ends at the minute at which it begins: it is never open.",
        "Write another `to`, or remove `from` and `to` for the whole day.",
      ),
    );
  }
  if (signal?.above !== undefined && signal.below !== undefined && signal.above >= signal.below) {
    findings.push(
      never(
        [...path, "when", "signal"],
        `No value is above ${signal.above} and below ${signal.below}.`,
        "Make `above` smaller than `below`, or write two rules.",
      ),
    );
  }
  if (complexity !== undefined && !isWithin(complexity)) {
    findings.push(
      never(
        [...path, "when", "complexity"],
        "No complexity is above the one and below the other: it is from 0 to 1.",
        "Write a `below` that is larger than `above`, or one of them alone.",
      ),
    );
  }
  for (const key of measured) {
    const given = when[key];
    if (given?.recover_below === undefined || given.recover_below <= given.above) continue;
    findings.push({
      code: "recovers_above",
      severity: "error",
      path: [...path, "when", key, "recover_below"],
      message:
        "`recover_below` is above `above`: the condition would cease to hold while the value is beyond its bound.",
      hint: "Write a `recover_below` of at most `above`.",
    });
  }
  return findings;
}

/** Scores are 0 to 1, and no bound is within. */
const isWithin = ({ above, below }: NonNullable<ConditionDocument["complexity"]>): boolean =>
  (above ?? 0) < (below ?? 1) && above !== 1 && below !== 0;

const measured = ["first_token_p95", "response_p95", "error_rate", "in_flight", "quota_used", "spend_used"] as const;

/** Conditions that are looked at beside the requests. */
export const measuredKeys = [...measured, "signal"] as const;

/** Conditions on what does not exist: a limit that nobody set, upstreams that nothing fits. */
export function* measuresNothing(
  path: YamlPath,
  when: ConditionDocument,
  { targets, spend_limit }: RouteDocument,
  upstreams: RoutingDocument["upstreams"],
): Iterable<Finding> {
  if (when.spend_used !== undefined && spend_limit === undefined) {
    yield never(
      [...path, "when", "spend_used"],
      "This route has no `spend_limit`.",
      "Add one, or remove the condition.",
    );
  }
  const name = when.quota_used?.upstream;
  if (name !== undefined && Object.hasOwn(upstreams, name)) {
    const limits = upstreams[name]?.limits;
    if (limits?.requests_per_minute === undefined && limits?.tokens_per_minute === undefined) {
      yield never(
        [...path, "when", "quota_used", "upstream"],
        `\`${name}\` has no limit of requests or tokens a minute.`,
        "Give it `limits: { requests_per_minute: … }`, or remove the condition.",
      );
    }
  }
  for (const key of ["first_token_p95", "response_p95", "error_rate", "in_flight"] as const) {
    const of = when[key]?.of;
    if (of === undefined || Object.values(of).every((part) => part === undefined)) continue;
    const among = of.upstreams === undefined ? targets : of.upstreams.map((upstream) => ({ upstream }));
    if (selectsATarget(of, among, upstreams)) continue;
    yield never(
      [...path, "when", key, "of"],
      "Nobody fits: nothing would be measured.",
      "Name upstreams, or tags or a region that a target of the route has.",
    );
  }
}
