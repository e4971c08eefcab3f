"use client";

import { RotateCw, ServerCrash, WifiOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { useReached } from "../trpc/use-reached.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

export default function ErrorPage({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}) {
  const router = useRouter();
  const { online } = useReached();
  const [trying, startTrying] = useTransition();
  const tryAgain = () =>
    startTrying(() => {
      // The server has to make the page anew; without it the same error would be shown again.
      router.refresh();
      reset();
    });
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        icon={online ? ServerCrash : WifiOff}
        title={online ? "This page could not be made" : "You are offline"}
        action={
          <Button onClick={tryAgain} busy={trying}>
            {!trying && <RotateCw />} Try again
          </Button>
        }
      >
        {online
          ? "The server has a problem, perhaps its database cannot be reached. Gateways keep serving meanwhile."
          : "The page was still on its way. Try again once there is a network."}
        {error.digest !== undefined && (
          <>
            {" "}
            Error id <code className="font-mono">{error.digest}</code>
          </>
        )}
      </EmptyState>
    </main>
  );
}
