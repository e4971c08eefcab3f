"use client";

import { Download } from "lucide-react";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { formatCount } from "../format/format-number.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { failureOf } from "../trpc/failure.ts";
import { useTRPCClient } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "../ui/menu.tsx";
import { csvOf, type ExportedRequest, jsonOf } from "./exported-lines.ts";
import type { RequestFilter } from "./log-view.ts";

const most = 10_000;
const pageSize = 500;

const formats = {
  csv: { label: "CSV", type: "text/csv;charset=utf-8", textOf: csvOf },
  json: { label: "JSON", type: "application/json", textOf: jsonOf },
} as const;

/** Downloads the requests that fit, newest first, read page by page. */
export function ExportMenu({
  filter,
  moments,
}: {
  readonly filter: RequestFilter;
  readonly moments: { readonly fromMs?: number; readonly toMs?: number };
}) {
  const { environmentId, environmentName } = useWorkspace();
  const client = useTRPCClient();
  const [read, setRead] = useState<number | null>(null);
  const running = useRef<AbortController | null>(null);

  const download = async (format: keyof typeof formats) => {
    const stopping = new AbortController();
    running.current = stopping;
    const requests: ExportedRequest[] = [];
    setRead(0);
    try {
      let more = true;
      for (let cursor: { startedAtMs: number; id: string } | undefined; more && requests.length < most; ) {
        const page = await client.requests.list.query(
          { environmentId, limit: pageSize, filter, ...moments, ...(cursor && { cursor }) },
          { signal: stopping.signal },
        );
        requests.push(...page.requests);
        setRead(requests.length);
        more = page.olderCursor !== null;
        cursor = page.olderCursor ?? undefined;
      }
      const kept = requests.slice(0, most);
      const { type, textOf } = formats[format];
      save(fileName(environmentName, format), textOf(kept), type);
      toast(`${formatCount(kept.length)} requests exported`, {
        description: more
          ? `There are more: an export holds the newest ${formatCount(most)}. Narrow the time to get others.`
          : undefined,
      });
    } catch (error) {
      if (!stopping.signal.aborted) toast.error("The export failed", { description: failureOf(error).message });
    } finally {
      setRead(null);
    }
  };

  if (read !== null) {
    return (
      <Button onClick={() => running.current?.abort()} aria-live="polite">
        Exporting… {formatCount(read)} · Cancel
      </Button>
    );
  }
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button>
          <Download /> Export
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuLabel>What fits the filters, the newest {formatCount(most)}</MenuLabel>
        {Object.entries(formats).map(([format, { label }]) => (
          <MenuItem key={format} onSelect={() => void download(format as keyof typeof formats)}>
            <Download /> {label}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

function fileName(environmentName: string, format: string): string {
  return `requests-${environmentName}-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}.${format}`;
}

function save(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it on its own time.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
