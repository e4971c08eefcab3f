import { compileRoutingDocument } from "../compile/compile-routing-document.ts";
import { formatDuration } from "../schema/duration.ts";
import type { DocumentCheck } from "./document-check.ts";

/** A bound on the whole request that ends before the first token may come makes that one useless. */
export const checkTimeoutOrder: DocumentCheck = (document, _options, broken) =>
  compileRoutingDocument(document).routes.flatMap(({ name, timeouts }) => {
    const { totalMs, firstTokenMs } = timeouts;
    const path = ["routes", name, "timeouts", "total"];
    if (totalMs === null || totalMs >= firstTokenMs || broken.touches(["defaults"]) || broken.touches(path)) return [];
    return [
      {
        code: "timeout_order",
        severity: "warning",
        path,
        message: `\`total\` (${formatDuration(totalMs)}) ends before \`first_token\` (${formatDuration(firstTokenMs)}) may: no retry could follow.`,
        hint: "Raise `total` or lower `first_token`.",
      },
    ];
  });
