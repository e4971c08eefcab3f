"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC, useTRPCClient } from "../trpc/use-trpc.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { modelsOf } from "./models-of.ts";
import { apiOfLiveUrl, type SnippetKind, snippet, snippetKinds } from "./snippets.ts";

/** The first request with this key, in the language of one's choice. */
export function KeySnippets({ keyText }: { readonly keyText: string }) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [kind, setKind] = useState<SnippetKind>("curl");
  const active = useQuery(trpc.deployments.active.queryOptions({ environmentId })).data;
  const gateways = useQuery({
    queryKey: ["gateways of a ticket", environmentId],
    queryFn: async () => (await client.live.ticket.mutate({ environmentId })).gateways,
  }).data;
  const gateway = gateways?.find(({ alive }) => alive) ?? gateways?.[0];
  const text = snippet(kind, {
    baseUrl: gateway ? apiOfLiveUrl(gateway.liveUrl) : "https://your-gateway/v1",
    key: keyText,
    model: modelsOf(active?.version.yaml ?? "")[0] ?? "your-model",
  });
  return (
    <div className="space-y-2">
      <div className="flex items-center justify-between gap-2">
        <Segmented
          label="Language"
          value={kind}
          options={snippetKinds.map((value) => ({ value, label: value }))}
          onChange={setKind}
        />
        <CopyButton text={text} label={`Copy the ${kind} example`} words="Copy example" />
      </div>
      {/* A region that scrolls must be reachable by keyboard. */}
      <pre
        tabIndex={0}
        aria-label={`${kind} example`}
        className="overflow-x-auto rounded-md border border-border bg-sunken p-3 font-mono text-xs leading-relaxed"
      >
        {text}
      </pre>
    </div>
  );
}
