"use client";

import { ChartSpline, LoaderCircle, Table2, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { failureOf } from "../../trpc/failure.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { cn } from "../../ui/cn.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import type { TermId } from "../../help/glossary.ts";
import { Help } from "../../help/help.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";

/** How what a panel shows stands. */
export type PanelState = {
  /** Nothing has come yet. */
  readonly loading: boolean;
  /** null when the last try succeeded. What came before is still shown, and said to be old. */
  readonly error: unknown;
  readonly refreshing: boolean;
  readonly retry: () => void;
};

/** A part of the dashboard: its name, how it stands, and the same values as a table and as a file. */
export function Panel({
  title,
  unit,
  term,
  state,
  empty = null,
  legend,
  tools,
  table,
  className,
  bodyClassName,
  children,
}: {
  readonly title: string;
  readonly unit?: string;
  /** What the title means, in the glossary. */
  readonly term?: TermId;
  readonly state: PanelState;
  /** Why there is nothing to see, and what to do; null when there is something. */
  readonly empty?: ReactNode;
  readonly legend?: ReactNode;
  readonly tools?: ReactNode;
  /** The same values for who would rather read them. Without it the panel is a table anyway. */
  readonly table?: ReactNode;
  readonly className?: string;
  readonly bodyClassName?: string;
  readonly children: ReactNode;
}) {
  const [asTable, setAsTable] = useState(false);
  const failed = state.error !== null;
  return (
    <Card className={cn("flex flex-col px-3 pt-2.5 pb-2", className)} aria-label={title} aria-busy={state.refreshing}>
      <div className="flex items-center gap-1">
        <h2 className="min-w-0 truncate font-medium text-[13px]">
          {title} {unit !== undefined && <span className="font-normal text-muted text-xs">{unit}</span>}
        </h2>
        {term !== undefined && <Help term={term} />}
        <span className="ml-auto flex shrink-0 items-center">
          {state.refreshing && !failed && (
            <span className="grid size-6 place-items-center text-muted" title="Refreshing">
              <LoaderCircle className="size-3.5 animate-spin" aria-hidden />
            </span>
          )}
          {failed && !state.loading && <StaleMark title={title} state={state} />}
          {tools}
          {table !== undefined && (
            <Button
              variant="ghost"
              size="iconSm"
              className="-mr-1"
              aria-label={asTable ? `Show ${title} as a chart` : `Show ${title} as a table`}
              title={asTable ? "Show as chart" : "Show as table"}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? <ChartSpline /> : <Table2 />}
            </Button>
          )}
        </span>
      </div>
      {legend}
      <div className={cn("min-h-0", bodyClassName)}>
        {state.loading && failed ? (
          <ErrorState what={title} error={state.error} onRetry={state.retry} busy={state.refreshing} />
        ) : state.loading ? (
          <Skeleton className="h-full min-h-24" />
        ) : empty !== null ? (
          empty
        ) : asTable && table !== undefined ? (
          table
        ) : (
          children
        )}
      </div>
    </Card>
  );
}

/** What is shown is old, because asking again failed: says why, and asks once more. */
function StaleMark({ title, state }: { readonly title: string; readonly state: PanelState }) {
  const { message, requestId } = failureOf(state.error);
  return (
    <Button
      variant="ghost"
      size="sm"
      className="h-6 px-1.5 text-warn hover:text-warn"
      title={`${message}${requestId === null ? "" : ` Request id ${requestId}.`}`}
      aria-label={`${title} is stale: ${message}${requestId === null ? "" : ` Request id ${requestId}.`} Try again`}
      busy={state.refreshing}
      onClick={state.retry}
    >
      {!state.refreshing && <TriangleAlert />} Stale · retry
    </Button>
  );
}
