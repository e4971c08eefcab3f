"use client";

import { type FormEvent, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Refusal } from "../ui/refusal.tsx";

/** One name and a button that keeps it. */
export function RenameForm({
  label,
  hint,
  value,
  maxLength,
  disabled = false,
  busy,
  error,
  onSave,
}: {
  readonly label: string;
  readonly hint?: string;
  /** As it is kept now. */
  readonly value: string;
  readonly maxLength: number;
  readonly disabled?: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSave: (name: string) => void;
}) {
  const [name, setName] = useState(value);
  const changed = name.trim() !== "" && name.trim() !== value;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed && !busy) onSave(name.trim());
  };
  return (
    <form onSubmit={submit} className="space-y-3">
      <Field label={label} hint={hint}>
        {(ids) => (
          <div className="flex max-w-md gap-2">
            <Input
              {...ids}
              value={name}
              maxLength={maxLength}
              disabled={disabled}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
            {!disabled && (
              <Button type="submit" busy={busy} disabled={!changed}>
                Save
              </Button>
            )}
          </div>
        )}
      </Field>
      <Refusal error={error} title="Not renamed" />
    </form>
  );
}
