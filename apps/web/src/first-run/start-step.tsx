import { CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "../ui/card.tsx";
import { cn } from "../ui/cn.ts";

/** One step on the way to the first request. What is done says so in a line; what comes later waits closed. */
export function StartStep({
  number,
  title,
  state,
  summary,
  children,
}: {
  readonly number: number;
  readonly title: string;
  readonly state: "done" | "now" | "later";
  readonly summary: string | null;
  readonly children: ReactNode;
}) {
  return (
    <Card className="p-4 sm:p-5" aria-current={state === "now" ? "step" : undefined}>
      <div className="flex items-center gap-3">
        <span
          className={cn(
            "grid size-7 shrink-0 place-items-center rounded-full font-semibold text-[13px]",
            state === "now" ? "bg-primary text-on-primary" : state === "done" ? "text-good" : "bg-sunken text-muted",
          )}
          aria-hidden
        >
          {state === "done" ? <CircleCheck className="size-6" /> : number}
        </span>
        <div className="min-w-0">
          <h2 className={cn("font-semibold text-[15px]", state === "later" && "text-muted")}>
            {title}
            <span className="sr-only">
              {state === "done" ? " (done)" : state === "later" ? " (comes later)" : " (now)"}
            </span>
          </h2>
          {summary !== null && <p className="break-words text-[13px] text-muted">{summary}</p>}
        </div>
      </div>
      {state === "now" && <div className="mt-4 sm:pl-10">{children}</div>}
    </Card>
  );
}
