"use client";

import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";
import { Toaster } from "sonner";
import { ApiProvider } from "../trpc/api-provider.tsx";
import { TooltipProvider } from "../ui/tooltip.tsx";

/** What every screen stands in: theme, data, tooltips, toasts. */
export function AppProviders({ nonce, children }: { readonly nonce: string; readonly children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" disableTransitionOnChange nonce={nonce}>
      <ApiProvider>
        <TooltipProvider>
          {children}
          <Toaster
            position="bottom-right"
            // Above the bar at the bottom of a narrow screen.
            mobileOffset={{ bottom: 72 }}
            toastOptions={{
              classNames: {
                toast: "!border-border !bg-raised !text-foreground !shadow-raised !rounded-lg",
                description: "!text-muted",
              },
            }}
          />
        </TooltipProvider>
      </ApiProvider>
    </ThemeProvider>
  );
}
