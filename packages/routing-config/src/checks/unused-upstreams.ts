import type { Finding } from "../finding.ts";
import type { DocumentCheck } from "./document-check.ts";

/** An upstream that no route targets is said, not refused: it may be there for later. */
export const checkUnusedUpstreams: DocumentCheck = (document) => {
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
