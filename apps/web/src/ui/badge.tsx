import { cva, type VariantProps } from "class-variance-authority";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

const look = cva(
  "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded px-1.5 font-medium text-[11.5px] leading-none [&_svg]:size-3 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "bg-sunken text-muted",
        good: "bg-good-soft text-good",
        warn: "bg-warn-soft text-warn",
        bad: "bg-bad-soft text-bad",
        info: "bg-info-soft text-info",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export type Tone = NonNullable<VariantProps<typeof look>["tone"]>;

/** A word with an icon and a colour, so that nothing is said by colour alone. */
export function Badge({
  tone,
  icon: Icon,
  className,
  title,
  children,
}: {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  readonly className?: string;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <span className={cn(look({ tone }), className)} title={title}>
      {Icon && <Icon aria-hidden />}
      {children}
    </span>
  );
}
