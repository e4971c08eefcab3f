import { cn } from "./cn.ts";

/** The shape of what is being loaded; takes the room it will need, so that nothing jumps. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div className={cn("animate-pulse rounded-md bg-border/70", className)} aria-hidden />;
}
