import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

const looks = {
  info: { icon: Info, className: "border-info/25 bg-info-soft text-info" },
  good: { icon: CircleCheck, className: "border-good/25 bg-good-soft text-good" },
  warn: { icon: TriangleAlert, className: "border-warn/25 bg-warn-soft text-warn" },
  bad: { icon: CircleAlert, className: "border-bad/25 bg-bad-soft text-bad" },
} as const;

/** A sentence that stands out, with what can be done about it. */
export function Callout({
  tone = "info",
  icon,
  title,
  children,
  actions,
  role,
  className,
}: {
  readonly tone?: keyof typeof looks;
  readonly icon?: LucideIcon;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly role?: "alert" | "status";
  readonly className?: string;
}) {
  const Icon = icon ?? looks[tone].icon;
  return (
    <div
      role={role}
      className={cn(
        "flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-3 py-2.5 text-[13px]",
        looks[tone].className,
        className,
      )}
    >
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden />
      <div className="min-w-48 flex-1">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className={cn("text-foreground", title && "mt-0.5")}>{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}
