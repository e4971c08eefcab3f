import { ArrowRight } from "lucide-react";
import { cn } from "../ui/cn.ts";

/** What changes, in plain English. */
export function ChangeSummary({
  changes,
  most,
  wide = false,
}: {
  readonly changes: readonly string[] | null;
  readonly most?: number;
  readonly wide?: boolean;
}) {
  if (changes === null)
    return <p className="text-[13px] text-muted">The document cannot be read yet: mend its problems first.</p>;
  if (changes.length === 0) return <p className="text-[13px] text-muted">Nothing that routing reads changes.</p>;
  const shown = changes.slice(0, most ?? changes.length);
  const rest = changes.length - shown.length;
  return (
    <ul className={cn("space-y-1 text-[13px]", wide && changes.length > 4 && "gap-x-8 lg:columns-2")}>
      {shown.map((sentence) => (
        <li key={sentence} className="flex break-inside-avoid gap-1.5">
          <ArrowRight className="mt-[3px] size-3.5 shrink-0 text-muted" aria-hidden />
          <span className="min-w-0 break-words">{sentence}</span>
        </li>
      ))}
      {rest > 0 && <li className="pl-5 text-muted">and {rest} more</li>}
    </ul>
  );
}
