import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { fieldLook } from "./input.tsx";

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={cn(fieldLook, "min-h-16 py-1.5 leading-normal", className)} {...rest} />;
}
