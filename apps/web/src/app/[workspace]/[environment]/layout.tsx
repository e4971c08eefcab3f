import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireAccount } from "../../../auth/account.ts";
import { PreferencesProvider } from "../../../preferences/preferences-context.tsx";
import { AppShell } from "../../../shell/app-shell.tsx";
import { workspaceNow } from "../../../shell/workspace-now.ts";

type Params = { readonly params: Promise<{ readonly workspace: string; readonly environment: string }> };

export async function generateMetadata({ params }: Params) {
  const { environment } = await params;
  return { title: decodeURIComponent(environment) };
}

export default async function Layout({ params, children }: Params & { readonly children: ReactNode }) {
  const { workspace, environment } = await params;
  const place = { workspace: decodeURIComponent(workspace), environment: decodeURIComponent(environment) };
  const account = await requireAccount();
  const now = workspaceNow(account, place);
  if (now === null) notFound();
  return (
    <PreferencesProvider stored={account.preferences}>
      <AppShell now={now}>{children}</AppShell>
    </PreferencesProvider>
  );
}
