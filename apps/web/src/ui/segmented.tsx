"use client";

import { ToggleGroup } from "radix-ui";
import { cn } from "./cn.ts";

/** A choice of a few words, all visible. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
  className,
}: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly className?: string;
}) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onChange(chosen.value);
      }}
      className={cn(
        "inline-flex h-8 items-center rounded-md border border-border bg-surface p-0.5 shadow-card",
        className,
      )}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="h-6.5 rounded px-2.5 font-medium text-muted text-xs hover:text-foreground data-[state=on]:bg-accent data-[state=on]:text-accent-text"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
