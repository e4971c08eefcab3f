import type { DocumentCheck } from "./document-check.ts";

/** What is kept together by its beginning is forgotten as caches forget, and not by time. */
export const checkAffinity: DocumentCheck = ({ routes }) =>
  Object.entries(routes).flatMap(([name, { affinity }]) =>
    affinity?.key !== "prefix" || affinity.ttl === undefined
      ? []
      : [
          {
            code: "unknown_key" as const,
            severity: "error" as const,
            path: ["routes", name, "affinity", "ttl"],
            at: "key" as const,
            message: "`ttl` is no option of an affinity by `prefix`.",
            hint: "Remove it: beginnings of prompts are remembered until newer ones need their place.",
          },
        ],
  );
