"use client";

import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { signInProblem } from "../auth/sign-in-problem.ts";
import { formatLogTime } from "../format/format-time.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { useAlive } from "../ui/use-alive.ts";

/** Makes an account with a password and joins by it. */
export function SignUpForm({ token, email }: { readonly token: string; readonly email: string | null }) {
  const alive = useAlive();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    setBusy(true);
    setProblem(null);
    const fields = { token, email: email ?? text("email"), name: text("name"), password: text("password") };
    const result = await signIn("invitation", { ...fields, redirect: false, callbackUrl: "/" }).catch(() => undefined);
    if (result?.ok === true && result.error === null) {
      window.location.assign("/");
      return;
    }
    setBusy(false);
    setProblem(signInProblem(result?.error ?? null, formatLogTime));
  };
  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="space-y-3.5">
      {problem !== null && (
        <Callout tone="bad" role="alert">
          {problem}
        </Callout>
      )}
      {email === null && (
        <Field label="Email">
          {(ids) => <Input {...ids} name="email" type="email" autoComplete="username" required className="h-9" />}
        </Field>
      )}
      {email !== null && <input type="hidden" name="username" autoComplete="username" value={email} readOnly />}
      <Field label="Your name">
        {(ids) => <Input {...ids} name="name" autoComplete="name" maxLength={80} required className="h-9" />}
      </Field>
      <Field label="Password" hint="At least 10 characters.">
        {(ids) => (
          <Input
            {...ids}
            name="password"
            type="password"
            autoComplete="new-password"
            minLength={10}
            required
            className="h-9"
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" className="w-full" busy={busy} disabled={!alive || busy}>
        Create account and join
      </Button>
    </form>
  );
}
