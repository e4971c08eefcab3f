"use client";

import { Eye, Stethoscope, Wrench } from "lucide-react";
import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Card } from "../ui/card.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Logo } from "../ui/logo.tsx";
import type { DemoRole } from "./demo-roles.ts";
import { safeNext } from "./safe-next.ts";
import { signInProblem } from "./sign-in-problem.ts";

const demoWays: readonly { readonly role: DemoRole; readonly label: string; readonly icon: typeof Wrench }[] = [
  { role: "engineer", label: "Continue as engineer", icon: Wrench },
  { role: "domain_expert", label: "Continue as domain expert", icon: Stethoscope },
  { role: "viewer", label: "Continue as viewer", icon: Eye },
];

export function SignInScreen({ demo, next }: { readonly demo: boolean; readonly next: string | null }) {
  const [busy, setBusy] = useState<"password" | DemoRole | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const enter = async (way: "password" | DemoRole, provider: "password" | "demo", fields: Record<string, string>) => {
    setBusy(way);
    setProblem(null);
    const result = await signIn(provider, { ...fields, redirect: false }).catch(() => undefined);
    if (result?.ok === true && result.error === null) {
      // A whole new page: nothing of another person's session stays in memory.
      window.location.assign(safeNext(next));
      return;
    }
    setBusy(null);
    setProblem(signInProblem(provider, result?.error ?? null));
  };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void enter("password", "password", { email: String(form.get("email")), password: String(form.get("password")) });
  };

  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center justify-center gap-2.5">
          <Logo className="size-7 text-primary" />
          <span className="font-semibold text-xl tracking-tight">Meridian</span>
        </div>
        <Card className="space-y-4 p-6">
          <h1 className="font-semibold text-base">Sign in</h1>
          {problem !== null && (
            <Callout tone="bad" role="alert">
              {problem}
            </Callout>
          )}
          <form onSubmit={submit} className="space-y-3.5">
            <Field label="Email">
              {(ids) => <Input {...ids} name="email" type="email" autoComplete="username" required className="h-9" />}
            </Field>
            <Field label="Password">
              {(ids) => (
                <Input
                  {...ids}
                  name="password"
                  type="password"
                  autoComplete="current-password"
                  required
                  className="h-9"
                />
              )}
            </Field>
            <Button
              type="submit"
              variant="primary"
              size="lg"
              className="w-full"
              busy={busy === "password"}
              disabled={busy !== null}
            >
              Sign in
            </Button>
          </form>
          {demo && (
            <div className="space-y-2 border-border border-t pt-4">
              <p className="text-muted text-xs">Demo on this machine: look around without a password.</p>
              {demoWays.map(({ role, label, icon: Icon }) => (
                <Button
                  key={role}
                  size="lg"
                  className="w-full justify-start"
                  busy={busy === role}
                  disabled={busy !== null}
                  onClick={() => void enter(role, "demo", { role })}
                >
                  {busy !== role && <Icon className="text-muted" />}
                  {label}
                </Button>
              ))}
            </div>
          )}
        </Card>
      </div>
    </main>
  );
}
