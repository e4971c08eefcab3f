import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

/** Who makes the first account, and the workspace that they will own. Read them from the form by their names. */
export function OwnAccountFields() {
  return (
    <>
      <Field label="Your name">
        {(ids) => <Input {...ids} name="name" autoComplete="name" required maxLength={80} className="h-9" />}
      </Field>
      <Field label="Email" hint="What you sign in with.">
        {(ids) => (
          <Input {...ids} name="email" type="email" autoComplete="username" required maxLength={254} className="h-9" />
        )}
      </Field>
      <Field label="Password" hint="At least 10 characters.">
        {(ids) => (
          <Input
            {...ids}
            name="password"
            type="password"
            autoComplete="new-password"
            required
            minLength={10}
            className="h-9"
          />
        )}
      </Field>
      <Field label="Workspace" hint="Your team or company. It gets the environments production and staging.">
        {(ids) => (
          <Input {...ids} name="workspaceName" autoComplete="organization" required maxLength={64} className="h-9" />
        )}
      </Field>
    </>
  );
}

export type OwnAccount = {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly workspaceName: string;
};

export function ownAccountIn(form: HTMLFormElement): OwnAccount {
  const fields = new FormData(form);
  const text = (name: string) => String(fields.get(name) ?? "");
  return {
    name: text("name"),
    email: text("email"),
    password: text("password"),
    workspaceName: text("workspaceName"),
  };
}
