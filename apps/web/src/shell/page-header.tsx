import type { ReactNode } from "react";

/** A screen's name, a line about it, and what can be done on it. */
export function PageHeader({
  title,
  about,
  children,
}: {
  readonly title: ReactNode;
  readonly about?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-56">
        <h1 className="font-semibold text-lg tracking-tight">{title}</h1>
        {about && <div className="text-[13px] text-muted">{about}</div>}
      </div>
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}
