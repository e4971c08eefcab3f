import { ArrowDown, ArrowUp, Minus } from "lucide-react";
import { cn } from "../../ui/cn.ts";
import type { Delta } from "./delta.ts";

const icons = { up: ArrowUp, down: ArrowDown, same: Minus } as const;
const tones = { better: "text-good", worse: "text-bad" } as const;

/** A change as icon, sign and word, so that nothing hangs on its colour. */
export function DeltaBadge({ delta, className }: { readonly delta: Delta; readonly className?: string }) {
  const Icon = icons[delta.direction];
  return (
    <span
      className={cn(
        "inline-flex items-center gap-0.5 whitespace-nowrap",
        delta.verdict === null ? "text-muted" : tones[delta.verdict],
        className,
      )}
    >
      <Icon className="size-[1em] shrink-0" aria-hidden />
      {delta.words}
      {delta.verdict !== null && ` ${delta.verdict}`}
    </span>
  );
}
