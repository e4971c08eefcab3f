"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { toast } from "sonner";
import { formatCount } from "../format/format-number.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { failureOf } from "../trpc/failure.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "../ui/menu.tsx";
import type { AuditFilter } from "./audit-filter.ts";

/** Saves what the filters let through as a file. */
export function AuditExport({ filter }: { readonly filter: AuditFilter }) {
  const { workspaceId } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const save = useMutation({
    ...trpc.audit.export.mutationOptions(),
    onSuccess: ({ fileName, mediaType, text, events, truncated }) => {
      download(fileName, mediaType, text);
      const saved = `${formatCount(events)} events saved`;
      if (truncated) toast.warning(saved, { description: "Older ones were left out: narrow the time to get them." });
      else toast.success(saved, { description: "The export itself stands in the log." });
      return queryClient.invalidateQueries({ queryKey: trpc.audit.pathKey() });
    },
    onError: (error) => toast.error("Nothing was exported", { description: failureOf(error).message }),
  });
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button busy={save.isPending}>{!save.isPending && <Download />} Export</Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuItem onSelect={() => save.mutate({ workspaceId, format: "csv", filter })}>CSV, for spreadsheets</MenuItem>
        <MenuItem onSelect={() => save.mutate({ workspaceId, format: "json", filter })}>
          JSON, with every field
        </MenuItem>
        <p className="max-w-56 px-2 py-1 text-muted text-xs">
          The newest 10,000 events that the filters let through. Who exported is written down.
        </p>
      </MenuContent>
    </Menu>
  );
}

function download(fileName: string, mediaType: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
