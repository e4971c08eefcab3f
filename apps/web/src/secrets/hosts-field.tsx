import { Field } from "../ui/field.tsx";
import { Textarea } from "../ui/textarea.tsx";

/** The hosts that a text names, one a line or between commas. */
export function hostsIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((host) => host !== "");
}

/** Takes the hosts that a secret may be sent to. */
export function HostsField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <Field
      label="Allowed hosts"
      hint="One a line, without scheme and port: api.openai.com, or *.openai.azure.com for all below it. The value is never sent anywhere else, whatever a routing config says."
    >
      {(ids) => (
        <Textarea
          {...ids}
          rows={2}
          value={value}
          spellCheck={false}
          className="font-mono"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
