import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

export function Card({ className, ...rest }: ComponentProps<"section">) {
  return (
    <section className={cn("min-w-0 rounded-lg border border-border bg-surface shadow-card", className)} {...rest} />
  );
}
