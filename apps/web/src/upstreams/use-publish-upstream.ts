"use client";

import { hostOf } from "@meridian/routing-config";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC, useTRPCClient } from "../trpc/use-trpc.ts";
import { secretNameFor } from "./free-name.ts";
import type { ProviderPreset } from "./provider-presets.ts";
import type { TestedUpstream } from "./upstream-form.tsx";

export type PublishedUpstream = { readonly configVersion: number; readonly models: readonly string[] };

/** Stores the key under a name of its own, then publishes the config that refers to it. */
export function usePublishUpstream(preset: ProviderPreset, { baseUrl, key }: TestedUpstream) {
  const { workspaceId, environmentId } = useWorkspace();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const known = useQuery(trpc.routingConfig.secretNames.queryOptions({ environmentId })).data;
  // Once stored it is one of the known names: a second try must not store another.
  const [stored, setStored] = useState<string | null>(null);
  const secretName = useMemo(() => {
    if (key.kind === "none") return null;
    if (key.kind === "secret") return key.name;
    return stored ?? secretNameFor(preset.id, known ?? []);
  }, [key, known, preset.id, stored]);
  const secretNames = useMemo(
    () => [...(known ?? []), ...(secretName === null ? [] : [secretName])],
    [known, secretName],
  );
  const publish = useMutation({
    mutationFn: async (asked: {
      readonly yaml: string;
      readonly message: string;
      readonly baseVersion: number | null;
      readonly idempotencyKey: string;
    }) => {
      if (key.kind === "text" && secretName !== null && stored === null) {
        const secret = { name: secretName, value: key.text, allowedHosts: [hostOf(baseUrl)] };
        await client.secrets.set.mutate({ environmentId, ...secret });
        setStored(secretName);
      }
      return client.routingConfig.publish.mutate({ workspaceId, environmentId, ...asked });
    },
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: trpc.deployments.pathKey() });
      await queryClient.invalidateQueries({ queryKey: trpc.routingConfig.pathKey() });
      await queryClient.invalidateQueries({ queryKey: trpc.secrets.pathKey() });
    },
  });
  return { publish, secretName, secretNames };
}
