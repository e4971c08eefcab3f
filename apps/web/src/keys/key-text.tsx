"use client";

import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { KeySnippets } from "./key-snippets.tsx";

/** Shows a new key this once, with the first request to send with it. */
export function KeyText({
  title,
  text,
  children,
  onClose,
}: {
  readonly title: string;
  readonly text: string;
  /** What else is to be known of it. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      open
      wide
      // No way out but its button: the key is not to be had again.
      title={title}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have stored it
        </Button>
      }
    >
      <Callout tone="warn" icon={KeyRound} title="Copy it now: it is shown this once">
        Meridian keeps only a fingerprint. Whoever has the key can send requests at your cost.
      </Callout>
      {children}
      <div className="flex flex-wrap items-center gap-2">
        <code
          data-testid="key-text"
          className="min-w-0 flex-1 break-all rounded-md border border-border bg-sunken px-3 py-2 font-mono text-[13px]"
        >
          {text}
        </code>
        <CopyButton text={text} label="Copy key" words="Copy key" />
      </div>
      <KeySnippets keyText={text} />
    </Dialog>
  );
}
