import type { Finding } from "../finding.ts";
import type { DocumentCheck } from "./document-check.ts";

/** A canary serves some callers and not all, and who callers are is asked for. */
export const checkCanary: DocumentCheck = ({ routes }, _options, broken) =>
  Object.entries(routes).flatMap(([name, { canary, sticky_key, prompt }]): readonly Finding[] => {
    if (broken.touches(["routes", name, "canary"])) return [];
    const path = ["routes", name, "canary", "share"];
    if (canary?.share === 0)
      return [
        {
          code: "canary_share",
          severity: "warning",
          path,
          message: `A canary of 0% serves nobody: \`${canary.upstream}\` is tried only if all else fails.`,
          hint: "Write a share above 0%, or remove the canary.",
        },
      ];
    if (canary?.share === 1)
      return [
        {
          code: "canary_share",
          severity: "warning",
          path,
          message: `A canary of 100% serves everybody: the other targets are fallbacks of \`${canary.upstream}\`.`,
          hint: "Give it `priority: 1` and the others a higher one, or write a smaller share.",
        },
      ];
    if (canary !== undefined || sticky_key === undefined || prompt !== undefined) return [];
    return [
      {
        code: "unused_sticky_key",
        severity: "warning",
        path: ["routes", name, "sticky_key"],
        at: "key",
        message: "`sticky_key` does nothing here: the route has no canary.",
        hint: "Remove it, add `canary`, or use `affinity` to keep callers at one upstream.",
      },
    ];
  });
