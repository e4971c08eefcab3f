"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import type { Command } from "../commands/command.ts";
import { useCommands } from "../commands/commands-provider.tsx";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { useWayBack } from "./use-way-back.ts";
import type { LogPosition, LogView } from "./log-view.ts";
import { useMoments } from "./use-moments.ts";

/** To the newer and older request of the log as it was filtered; `[` and `]` do the same, Escape leads back to it. */
export function RequestSteps({
  at,
  view,
  search,
}: {
  readonly at: LogPosition;
  readonly view: LogView;
  readonly search: string;
}) {
  const { place } = useWorkspace();
  const router = useRouter();
  const newer = useNeighbour(at, view, "backward");
  const older = useNeighbour(at, view, "forward");
  const to = (id: string) => `${paths.request(place, id)}${search}`;
  useWayBack(`${paths.requests(place)}${search}`);
  const [newerTo, olderTo] = [newer && to(newer), older && to(older)];
  const commands = useMemo<readonly Command[]>(
    () => [
      ...(newerTo
        ? [
            {
              id: "newer-request",
              group: "go",
              words: "Newer request",
              icon: ArrowUp,
              keys: "[",
              run: () => router.push(newerTo),
            } as const,
          ]
        : []),
      ...(olderTo
        ? [
            {
              id: "older-request",
              group: "go",
              words: "Older request",
              icon: ArrowDown,
              keys: "]",
              run: () => router.push(olderTo),
            } as const,
          ]
        : []),
    ],
    [router, newerTo, olderTo],
  );
  useCommands(commands);
  return (
    <>
      {newerTo ? (
        <Button asChild>
          <Link href={newerTo}>
            <ArrowUp /> Newer
          </Link>
        </Button>
      ) : (
        <Button disabled>
          <ArrowUp /> Newer
        </Button>
      )}
      {olderTo ? (
        <Button asChild>
          <Link href={olderTo}>
            <ArrowDown /> Older
          </Link>
        </Button>
      ) : (
        <Button disabled>
          <ArrowDown /> Older
        </Button>
      )}
    </>
  );
}

function useNeighbour(at: LogPosition, { filter, window }: LogView, direction: "forward" | "backward"): string | null {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const moments = useMoments(window);
  const page = useQuery({
    ...trpc.requests.list.queryOptions({ environmentId, limit: 1, filter, ...moments, cursor: at, direction }),
    enabled: moments !== null,
    staleTime: 30_000,
  });
  return page.data?.requests[0]?.id ?? null;
}
