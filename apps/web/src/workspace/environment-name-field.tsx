"use client";

import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

/** A name that can stand in an address. */
export function EnvironmentNameField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (name: string) => void;
}) {
  return (
    <Field label="Name" hint="2 to 32 lower-case letters, digits and hyphens, beginning with a letter: qa, eu-west.">
      {(ids) => (
        <Input
          {...ids}
          value={value}
          maxLength={32}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
          onChange={(event) => onChange(event.target.value.trim().toLowerCase())}
        />
      )}
    </Field>
  );
}
