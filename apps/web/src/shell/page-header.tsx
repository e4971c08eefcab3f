import type { ReactNode } from "react";
import type { TermId } from "../help/glossary.ts";
import { Help } from "../help/help.tsx";

/** A screen's name, a line about it, and what can be done on it. */
export function PageHeader({
  title,
  about,
  help,
  children,
}: {
  readonly title: ReactNode;
  readonly about?: ReactNode;
  /** The word that the screen is about, explained beside its name. */
  readonly help?: TermId;
  readonly children?: ReactNode;
}) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-56">
        <div className="flex items-center gap-1.5">
          <h1 className="font-semibold text-lg tracking-tight">{title}</h1>
          {help && <Help term={help} />}
        </div>
        {about && <div className="text-[13px] text-muted">{about}</div>}
      </div>
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
