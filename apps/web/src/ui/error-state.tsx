"use client";

import { RotateCw } from "lucide-react";
import { failureOf } from "../trpc/failure.ts";
import { Button } from "./button.tsx";
import { Callout } from "./callout.tsx";
import { CopyButton } from "./copy-button.tsx";

/** A panel that could not be loaded: what was wrong, a way to try again, and the id to ask about. */
export function ErrorState({
  what,
  error,
  onRetry,
  busy = false,
}: {
  readonly what: string;
  readonly error: unknown;
  readonly onRetry?: () => void;
  readonly busy?: boolean;
}) {
  const { message, requestId } = failureOf(error);
  return (
    <Callout
      tone="bad"
      role="alert"
      title={`${what} could not be loaded`}
      actions={
        onRetry && (
          <Button size="sm" onClick={onRetry} busy={busy}>
            {!busy && <RotateCw />} Try again
          </Button>
        )
      }
    >
      {message}
      {requestId !== null && (
        <span className="ml-1 inline-flex items-center gap-1 text-muted text-xs">
          {!message.includes(requestId) && (
            <>
              Request id <code className="font-mono">{requestId}</code>
            </>
          )}
          <CopyButton text={requestId} label="Copy request id" />
        </span>
      )}
    </Callout>
  );
}
