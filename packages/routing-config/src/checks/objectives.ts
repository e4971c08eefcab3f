import type { Finding } from "../finding.ts";
import { formatShare } from "../schema/share.ts";
import type { YamlPath } from "../yaml-path.ts";
import type { DocumentCheck } from "./document-check.ts";

/** Below it more may fail than succeed: nobody promises that. */
const leastPromised = 0.5;

/** What is promised can be kept, and be missed. */
export const checkObjectives: DocumentCheck = ({ routes }) =>
  Object.entries(routes).flatMap(([name, { objectives }]): readonly Finding[] => {
    const rate = objectives?.success_rate;
    const path = ["routes", name, "objectives", "success_rate"];
    if (rate === 1) return [neverFails(path)];
    return rate === undefined || rate >= leastPromised ? [] : [loose(path, rate)];
  });

const neverFails = (path: YamlPath): Finding => ({
  code: "invalid_value",
  severity: "error",
  path,
  message:
    "`success_rate` must be below 100%: every upstream fails some time, and its first failures would set it apart for long.",
  hint: "For example `99.9%`, which allows 1 failure of 1,000 requests.",
});

const loose = (path: YamlPath, rate: number): Finding => ({
  code: "loose_objective",
  severity: "warning",
  path,
  message: `More requests may fail than succeed with \`${formatShare(rate)}\`: circuit breakers act long before.`,
  hint: "`success_rate` is the share that succeeds: `99.9%` allows 1 failure of 1,000 requests.",
});
