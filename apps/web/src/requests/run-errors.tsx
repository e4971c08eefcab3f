import { CircleAlert, CircleCheck, OctagonX } from "lucide-react";
import { formatCount } from "../format/format-number.ts";
import { Badge } from "../ui/badge.tsx";

/** How many requests of a run went wrong. */
export function RunErrors({ run }: { readonly run: { readonly failed: number; readonly rejected: number } }) {
  if (run.failed + run.rejected === 0) {
    return (
      <Badge tone="good" icon={CircleCheck}>
        None
      </Badge>
    );
  }
  return (
    <span className="inline-flex gap-1">
      {run.failed > 0 && (
        <Badge tone="bad" icon={OctagonX}>
          {formatCount(run.failed)} failed
        </Badge>
      )}
      {run.rejected > 0 && (
        <Badge tone="warn" icon={CircleAlert}>
          {formatCount(run.rejected)} rejected
        </Badge>
      )}
    </span>
  );
}
