"use client";

import { ArrowRight } from "lucide-react";
import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Card } from "../ui/card.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { useAlive } from "../ui/use-alive.ts";
import { Logo } from "../ui/logo.tsx";
import { askPlainly } from "./ask-plainly.ts";
import { OwnAccountFields, ownAccountIn } from "./own-account-fields.tsx";

/** Makes the first account and its workspace, and goes on to connect something. */
export function WelcomeScreen({ needsCode }: { readonly needsCode: boolean }) {
  const alive = useAlive();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (form: HTMLFormElement) => {
    setBusy(true);
    setProblem(null);
    const account = ownAccountIn(form);
    const setupCode = String(new FormData(form).get("setupCode") ?? "");
    const refused = await askPlainly("/api/first-owner", { ...account, setupCode });
    if (refused !== null) {
      setBusy(false);
      setProblem(refused);
      return;
    }
    const { email, password } = account;
    const entered = await signIn("password", { email, password, redirect: false, callbackUrl: "/" }).catch(
      () => undefined,
    );
    // Not signed in after all: the account is there, and the page of signing in says the rest.
    window.location.assign(entered?.ok === true && entered.error === null ? "/" : "/sign-in");
  };

  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-md">
        <div className="mb-6 flex items-center justify-center gap-2.5">
          <Logo className="size-7 text-primary" />
          <span className="font-semibold text-xl tracking-tight">Meridian</span>
        </div>
        <Card className="space-y-4 p-6">
          <div>
            <h1 className="font-semibold text-base">Welcome</h1>
            <p className="mt-1 text-[13px] text-muted">
              Nobody has an account here yet. Make yours: you will own this workspace, and can invite others.
            </p>
          </div>
          {problem !== null && (
            <Callout tone="bad" role="alert">
              {problem}
            </Callout>
          )}
          <form
            method="post"
            onSubmit={(event: FormEvent<HTMLFormElement>) => {
              event.preventDefault();
              if (!busy) void submit(event.currentTarget);
            }}
            className="space-y-3.5"
          >
            {needsCode && (
              <Field
                label="Setup code"
                hint="It was printed where Meridian was started, and stands in the file setup-code of its data folder; without the launcher it is MERIDIAN_SETUP_CODE of its environment."
              >
                {(ids) => (
                  <Input
                    {...ids}
                    name="setupCode"
                    autoComplete="off"
                    required
                    maxLength={200}
                    className="h-9 font-mono"
                  />
                )}
              </Field>
            )}
            <OwnAccountFields />
            <Button type="submit" variant="primary" size="lg" className="w-full" busy={busy} disabled={!alive || busy}>
              Create account and workspace {!busy && <ArrowRight />}
            </Button>
          </form>
        </Card>
      </div>
    </main>
  );
}
