"use client";

import { KeyRound } from "lucide-react";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import type { OfferedProvider } from "./providers.ts";

/** Ways to sign in elsewhere; nothing when none is configured. */
export function ProviderButtons({
  providers,
  returnTo,
  verb = "Continue",
}: {
  readonly providers: readonly OfferedProvider[];
  /** A path of this site. */
  readonly returnTo: string;
  readonly verb?: string;
}) {
  const [busy, setBusy] = useState<string | null>(null);
  if (providers.length === 0) return null;
  const go = (id: string) => {
    setBusy(id);
    signIn(id, { callbackUrl: returnTo }).catch(() => setBusy(null));
  };
  return (
    <div className="space-y-2">
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          size="lg"
          className="w-full"
          busy={busy === id}
          disabled={busy !== null}
          onClick={() => go(id)}
        >
          {busy !== id && <KeyRound className="text-muted" />}
          {verb} with {name}
        </Button>
      ))}
    </div>
  );
}
