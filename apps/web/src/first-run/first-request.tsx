"use client";

import { CircleCheck, LoaderCircle, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { KeySnippets } from "../keys/key-snippets.tsx";
import { formatDuration } from "../format/format-duration.ts";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import type { CreatedKey } from "./first-key.tsx";
import { useFirstRequest } from "./use-first-request.ts";

/** The call to paste, and the wait until it arrives. */
export function FirstRequest({ created }: { readonly created: CreatedKey }) {
  const { name, text: keyText } = created;
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-2">
        <code
          data-testid="key-text"
          className="min-w-0 flex-1 break-all rounded-md border border-border bg-sunken px-3 py-2 font-mono text-[13px]"
        >
          {keyText}
        </code>
        <CopyButton text={keyText} label="Copy key" words="Copy key" />
      </div>
      <KeySnippets keyText={keyText} />
      <Arrival keyName={name} />
    </div>
  );
}

function Arrival({ keyName }: { readonly keyName: string }) {
  const { place } = useWorkspace();
  const request = useFirstRequest(keyName);
  if (request === null) {
    return (
      <p
        role="status"
        className="flex items-center gap-2.5 rounded-lg border border-border border-dashed px-3 py-3 text-[13px] text-muted"
      >
        <LoaderCircle className="size-4 shrink-0 animate-spin" aria-hidden />
        Waiting for your first request… It shows up here within a second of its end.
      </p>
    );
  }
  const link = (
    <Button asChild variant="primary">
      <Link href={paths.request(place, request.id)}>Read its story</Link>
    </Button>
  );
  if (request.outcome !== "completed") {
    return (
      <Callout
        tone="warn"
        icon={TriangleAlert}
        role="status"
        title={`It arrived, and was answered with ${request.status}${request.errorCode === null ? "" : ` (${request.errorCode})`}`}
        actions={link}
      >
        Its story says what was tried, and why it ended so.
      </Callout>
    );
  }
  return (
    <Callout tone="good" icon={CircleCheck} role="status" title="Your first request arrived" actions={link}>
      {request.upstream} answered it in {formatDuration(request.durationMs)}.
    </Callout>
  );
}
