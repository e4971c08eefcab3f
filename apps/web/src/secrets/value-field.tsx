import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

/** Takes a credential. What was stored is never shown here. */
export function ValueField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <Field
      label={label}
      hint="Sealed with AES-256-GCM when it is stored, and never shown again. A JSON key is pasted whole."
    >
      {(ids) => (
        <Input
          {...ids}
          type="password"
          value={value}
          maxLength={8_192}
          autoComplete="new-password"
          spellCheck={false}
          className="font-mono"
          // A credential has no spaces; copying one often brings a line end along.
          onChange={(event) => onChange(event.target.value.trim())}
        />
      )}
    </Field>
  );
}
