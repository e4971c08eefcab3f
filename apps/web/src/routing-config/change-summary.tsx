import { ArrowRight } from "lucide-react";

/** What changes, in plain English. */
export function ChangeSummary({ changes, most }: { readonly changes: readonly string[] | null; readonly most?: number }) {
  if (changes === null) return <p className="text-[13px] text-muted">The document cannot be read yet: mend its problems first.</p>;
  if (changes.length === 0) return <p className="text-[13px] text-muted">Nothing that routing reads changes.</p>;
  const shown = changes.slice(0, most ?? changes.length);
  const rest = changes.length - shown.length;
  return (
    <ul className="space-y-1 text-[13px]">
      {shown.map((sentence) => (
        <li key={sentence} className="flex gap-1.5">
          <ArrowRight className="mt-[3px] size-3.5 shrink-0 text-muted" aria-hidden />
          <span className="min-w-0 break-words">{sentence}</span>
        </li>
      ))}
      {rest > 0 && <li className="pl-5 text-muted">and {rest} more</li>}
    </ul>
  );
}
