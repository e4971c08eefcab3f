"use client";

import { Crown, Eye, Stethoscope, Wrench } from "lucide-react";
import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { formatLogTime } from "../format/format-time.ts";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { useAlive } from "../ui/use-alive.ts";
import type { DemoRole } from "./demo-roles.ts";
import { ProviderButtons } from "./provider-buttons.tsx";
import type { OfferedProvider } from "./providers.ts";
import { safeNext } from "./safe-next.ts";
import { SignInFrame } from "./sign-in-frame.tsx";
import { addressProblem, demoProblem, signInProblem } from "./sign-in-problem.ts";

const demoWays: readonly { readonly role: DemoRole; readonly label: string; readonly icon: typeof Wrench }[] = [
  { role: "engineer", label: "Continue as engineer", icon: Wrench },
  { role: "domain_expert", label: "Continue as domain expert", icon: Stethoscope },
  { role: "viewer", label: "Continue as viewer", icon: Eye },
  { role: "owner", label: "Continue as owner", icon: Crown },
];

export function SignInScreen({
  demo,
  providers,
  next,
  error,
}: {
  readonly demo: boolean;
  readonly providers: readonly OfferedProvider[];
  readonly next: string | null;
  /** Why an earlier try failed, as the address says it. */
  readonly error: string | null;
}) {
  const alive = useAlive();
  const [busy, setBusy] = useState<"password" | DemoRole | null>(null);
  const [problem, setProblem] = useState<string | null>(error === null ? null : addressProblem(error));

  const enter = async (way: "password" | DemoRole, provider: "password" | "demo", fields: Record<string, string>) => {
    setBusy(way);
    setProblem(null);
    // The library reads `error` from the address that it would return to: this page's own may hold an earlier one.
    const result = await signIn(provider, { ...fields, redirect: false, callbackUrl: "/" }).catch(() => undefined);
    if (result?.ok === true && result.error === null) {
      // A whole new page: nothing of another person's session stays in memory.
      window.location.assign(safeNext(next));
      return;
    }
    setBusy(null);
    const refused = result?.error ?? null;
    const denied = provider === "demo" && refused === "CredentialsSignin";
    setProblem(denied ? demoProblem : signInProblem(refused, formatLogTime));
  };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void enter("password", "password", { email: String(form.get("email")), password: String(form.get("password")) });
  };

  return (
    <SignInFrame title="Sign in">
      {problem !== null && (
        <Callout tone="bad" role="alert">
          {problem}
        </Callout>
      )}
      <form method="post" onSubmit={submit} className="space-y-3.5">
        <Field label="Email">
          {(ids) => <Input {...ids} name="email" type="email" autoComplete="username" required className="h-9" />}
        </Field>
        <Field label="Password">
          {(ids) => (
            <Input {...ids} name="password" type="password" autoComplete="current-password" required className="h-9" />
          )}
        </Field>
        <Button
          type="submit"
          variant="primary"
          size="lg"
          className="w-full"
          busy={busy === "password"}
          disabled={!alive || busy !== null}
        >
          Sign in
        </Button>
      </form>
      {providers.length > 0 && (
        <div className="border-border border-t pt-4">
          <ProviderButtons providers={providers} returnTo={safeNext(next)} />
        </div>
      )}
      {demo && (
        <div className="space-y-2 border-border border-t pt-4">
          <p className="text-muted text-xs">Demo on this machine: look around without a password.</p>
          {demoWays.map(({ role, label, icon: Icon }) => (
            <Button
              key={role}
              size="lg"
              className="w-full justify-start"
              busy={busy === role}
              disabled={!alive || busy !== null}
              onClick={() => void enter(role, "demo", { role })}
            >
              {busy !== role && <Icon className="text-muted" />}
              {label}
            </Button>
          ))}
        </div>
      )}
    </SignInFrame>
  );
}
