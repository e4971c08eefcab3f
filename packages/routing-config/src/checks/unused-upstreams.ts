import type { Finding } from "../finding.ts";
import type { DocumentCheck } from "./document-check.ts";

/** An upstream that no route targets is said, not refused: it may be there for later. Broken routes may target it. */
export const checkUnusedUpstreams: DocumentCheck = (document, _options, broken) => {
  if (broken.touches(["routes"])) return [];
  const used = new Set(
    Object.values(document.routes).flatMap(({ targets }) => targets.map(({ upstream }) => upstream)),
  );
  return Object.keys(document.upstreams)
    .filter((name) => !used.has(name))
    .map(
      (name): Finding => ({
        code: "unused_upstream",
        severity: "info",
        path: ["upstreams", name],
        at: "key",
        message: `No route targets \`${name}\`.`,
        hint: null,
      }),
    );
};
