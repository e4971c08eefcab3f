import type { ReactNode } from "react";
import { Card } from "../ui/card.tsx";
import { Logo } from "../ui/logo.tsx";

/** The card in the middle of a page that needs nobody to be signed in. */
export function SignInFrame({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center justify-center gap-2.5">
          <Logo className="size-7 text-primary" />
          <span className="font-semibold text-xl tracking-tight">Meridian</span>
        </div>
        <Card className="space-y-4 p-6">
          <h1 className="font-semibold text-base">{title}</h1>
          {children}
        </Card>
      </div>
    </main>
  );
}
