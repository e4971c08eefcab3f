"use client";

import { can } from "@meridian/access";
import { useQuery } from "@tanstack/react-query";
import { Bookmark, GitCommitHorizontal, Hand, Route, Server } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { formatDateTime } from "../format/format-time.ts";
import { configNames } from "../requests/config-names.ts";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import type { Command } from "./command.ts";
import { toDo } from "./use-do.ts";

/**
 * What the workspace has that can be gone to, and acted on: saved views, its newest config versions, its routes and upstreams.
 * Asked for once the palette is open.
 */
export function usePalettePlaces(): readonly Command[] {
  const { workspaceId, environmentId, place, role } = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const versions = useQuery(trpc.routingConfig.versions.queryOptions({ workspaceId, environmentId })).data?.versions;
  const views = useQuery({ ...trpc.savedViews.list.queryOptions({ workspaceId }), staleTime: 30_000 }).data;
  const yaml = useQuery(trpc.deployments.active.queryOptions({ environmentId })).data?.version.yaml;
  return useMemo(() => {
    const go = (path: string) => () => router.push(path);
    const names = configNames(yaml ?? "");
    const requestsOf = (kind: "route" | "upstream", name: string) =>
      `${paths.requests(place)}?${new URLSearchParams({ [kind]: name })}`;
    const all: Command[] = [
      ...(views ?? []).map(({ id, name, query }) => ({
        id: `view-${id}`,
        group: "go" as const,
        words: name,
        detail: "saved view",
        also: "dashboard",
        icon: Bookmark,
        run: go(`${paths.overview(place)}?${query}&view=${id}`),
      })),
      ...(versions ?? []).map(({ number, message, createdAtMs }) => ({
        id: `version-${number}`,
        group: "go" as const,
        words: `v${number} ${message}`,
        detail: formatDateTime(createdAtMs),
        also: "config version",
        icon: GitCommitHorizontal,
        run: go(paths.version(place, number)),
      })),
      ...names.routes.map((name) => ({
        id: `route-${name}`,
        group: "go" as const,
        words: name,
        detail: "requests of this route",
        also: "route",
        icon: Route,
        run: go(requestsOf("route", name)),
      })),
      ...names.upstreams.map((name) => ({
        id: `upstream-${name}`,
        group: "go" as const,
        words: name,
        detail: "requests of this upstream",
        also: "upstream",
        icon: Server,
        run: go(requestsOf("upstream", name)),
      })),
      ...names.upstreams.map((name) => ({
        id: `drain-${name}`,
        group: "act" as const,
        words: `Drain ${name}`,
        detail: "for 30 minutes, or as you say",
        also: "override upstream take out maintenance",
        icon: Hand,
        scope: "overrides:write" as const,
        run: go(toDo(`${paths.settings(place)}/overrides`, "give-override", name)),
      })),
    ];
    return all.filter(({ scope }) => scope === undefined || can(role, scope));
  }, [views, versions, yaml, place, role, router]);
}
