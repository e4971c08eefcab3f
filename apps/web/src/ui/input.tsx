import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** The look of every field that text goes into. */
export const fieldLook =
  "w-full rounded-md border border-border-strong/70 bg-surface px-2.5 text-[13px] text-foreground placeholder:text-muted disabled:opacity-60 aria-invalid:border-bad";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(fieldLook, "h-8", className)} {...rest} />;
}
