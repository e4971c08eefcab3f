import { Building2 } from "lucide-react";
import { EmptyState } from "../ui/empty-state.tsx";

export function NoWorkspace({ email }: { readonly email: string }) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState icon={Building2} title="You are not a member of a workspace yet">
        Ask an admin to add {email}, then reload this page.
      </EmptyState>
    </main>
  );
}
