import Link from "next/link";
import type { ReactNode } from "react";
import { Commander } from "../commands/commander.tsx";
import { CommandsProvider } from "../commands/commands-provider.tsx";
import { DeleteDemo } from "../first-run/delete-demo.tsx";
import { ConnectionBadge } from "../live/connection-badge.tsx";
import { LiveProvider } from "../live/live-provider.tsx";
import { Logo } from "../ui/logo.tsx";
import { OverrideBanner } from "../overrides/override-banner.tsx";
import { EnvironmentSwitcher } from "./environment-switcher.tsx";
import { Nav } from "./nav.tsx";
import { PrintHeading } from "./print-heading.tsx";
import { ReachBanner } from "./reach-banner.tsx";
import { RememberPlace } from "./remember-place.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";
import { UserMenu } from "./user-menu.tsx";
import { type WorkspaceNow, WorkspaceProvider } from "./workspace-context.tsx";

/** The frame around every screen of an environment. */
export function AppShell({ now, children }: { readonly now: WorkspaceNow; readonly children: ReactNode }) {
  return (
    <WorkspaceProvider now={now}>
      <RememberPlace />
      <LiveProvider key={now.environmentId} environmentId={now.environmentId}>
        <CommandsProvider>
          <a
            href="#main"
            className="sr-only z-50 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
          >
            Skip to content
          </a>
          <div id="screen" className="md:grid md:min-h-dvh md:grid-cols-[13rem_1fr] print:block">
            <aside
              aria-label="Workspace"
              className="sticky top-0 hidden h-dvh print:hidden flex-col border-border border-r bg-surface px-2.5 py-3 md:flex"
            >
              <Link
                href="/"
                className="mb-4 flex items-center gap-2 rounded-md px-2 font-semibold text-[15px] tracking-tight"
              >
                <Logo className="size-5 text-primary" /> Meridian
              </Link>
              <Nav along="side" />
              <p className="mt-auto truncate px-2.5 text-[11.5px] text-muted" title={now.workspaceName}>
                {now.workspaceName}
              </p>
            </aside>
            <div className="flex min-w-0 flex-col pb-16 md:pb-0 print:block print:pb-0">
              {now.demo && (
                <section
                  aria-label="Demo"
                  className="border-border border-b bg-warn-soft px-4 py-1 text-center text-warn text-xs print:hidden"
                >
                  Demo on this machine: simulated upstreams, people without passwords. Not for production.
                  <DeleteDemo />
                </section>
              )}
              <header className="print:hidden sticky top-0 z-30 flex h-12 items-center gap-1 border-border border-b bg-background/90 px-2 backdrop-blur sm:px-4">
                <Logo className="ml-1 size-5 text-primary md:hidden" />
                <EnvironmentSwitcher />
                <div className="ml-auto flex items-center gap-1.5">
                  <Commander />
                  <ConnectionBadge />
                  <ThemeToggle />
                  <UserMenu />
                </div>
              </header>
              <ReachBanner />
              <OverrideBanner />
              <PrintHeading />
              <main
                id="main"
                tabIndex={-1}
                className="outline-none mx-auto w-full max-w-[100rem] flex-1 px-3 py-4 sm:px-5 print:max-w-none print:p-0"
              >
                {children}
              </main>
            </div>
            <div className="fixed inset-x-0 bottom-0 z-30 border-border border-t bg-surface px-2 md:hidden print:hidden">
              <Nav along="bottom" />
            </div>
          </div>
        </CommandsProvider>
      </LiveProvider>
    </WorkspaceProvider>
  );
}
