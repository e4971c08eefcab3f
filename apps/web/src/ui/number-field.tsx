"use client";

import type { ComponentProps } from "react";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";

type NumberFieldProps = Pick<ComponentProps<typeof Field>, "label" | "hint" | "error"> &
  Pick<ComponentProps<"input">, "placeholder" | "disabled"> & {
    /** As it was typed; empty where there is none. */
    readonly value: string;
    readonly onChange: (value: string) => void;
    /** null: any. */
    readonly max: number | null;
    /** With a part after the point, from 0; otherwise whole, from 1. */
    readonly fractional?: boolean;
  };

/** A field for a number, which may be left empty. */
export function NumberField({ label, hint, error, onChange, max, fractional = false, ...input }: NumberFieldProps) {
  return (
    <Field label={label} hint={hint} error={error ?? null}>
      {(ids) => (
        <Input
          {...ids}
          {...input}
          type="number"
          inputMode={fractional ? "decimal" : "numeric"}
          min={fractional ? 0 : 1}
          {...(max !== null && { max })}
          step={fractional ? "any" : 1}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
