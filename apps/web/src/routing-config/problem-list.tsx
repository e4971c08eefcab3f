import type { Diagnostic, Severity } from "@meridian/routing-config";
import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import { cn } from "../ui/cn.ts";
import { Worded } from "../ui/worded.tsx";

const looks: Readonly<
  Record<Severity, { readonly word: string; readonly icon: LucideIcon; readonly className: string }>
> = {
  error: { word: "Error", icon: CircleAlert, className: "text-bad" },
  warning: { word: "Warning", icon: TriangleAlert, className: "text-warn" },
  info: { word: "Note", icon: Info, className: "text-info" },
};

/** Everything that is wrong with the document, in its order. Choosing one goes there. */
export function ProblemList({
  diagnostics,
  onJump,
}: {
  readonly diagnostics: readonly Diagnostic[];
  readonly onJump: (offset: number) => void;
}) {
  if (diagnostics.length === 0) {
    return (
      <p className="flex items-center gap-1.5 text-[13px] text-good">
        <CircleCheck className="size-4" aria-hidden /> No problems
      </p>
    );
  }
  return (
    <ul className="-mx-2">
      {diagnostics.map((each) => {
        const { word, icon: Icon, className } = looks[each.severity];
        const { line, column, offset } = each.range.start;
        return (
          <li key={`${offset} ${each.code} ${each.path}`}>
            <button
              type="button"
              onClick={() => onJump(offset)}
              className="flex w-full gap-2 rounded-md px-2 py-1.5 text-left text-[13px] hover:bg-sunken"
            >
              <Icon className={cn("mt-0.5 size-4 shrink-0", className)} aria-hidden />
              <span className="min-w-0">
                <span className={cn("font-medium", className)}>{word}</span>{" "}
                <span className="font-mono text-muted text-xs">
                  {line}:{column}
                </span>
                <span className="block break-words">
                  <Worded text={each.message} />
                </span>
                {each.hint !== null && (
                  <span className="block break-words text-muted text-xs">
                    <Worded text={each.hint} />
                  </span>
                )}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
