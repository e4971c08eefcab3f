"use client";

import { Building2 } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { signOutHere } from "./sign-out-here.ts";

export function NoWorkspace({ email }: { readonly email: string }) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        icon={Building2}
        title="You are not a member of a workspace yet"
        action={<Button onClick={() => void signOutHere()}>Sign out</Button>}
      >
        You are signed in as {email}. Open the link of your invitation, or ask an admin for one.
      </EmptyState>
    </main>
  );
}
