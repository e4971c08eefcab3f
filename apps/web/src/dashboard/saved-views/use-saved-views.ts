"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "../../shell/workspace-context.tsx";
import type { Outputs } from "../../trpc/outputs.ts";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { undoable } from "../../ui/undoable.tsx";

export type SavedView = Outputs["savedViews"]["list"][number];

/** The views that the workspace shares, and what can be done with them. */
export function useSavedViews() {
  const { workspaceId } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const list = useQuery({ ...trpc.savedViews.list.queryOptions({ workspaceId }), staleTime: 30_000 });
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: trpc.savedViews.pathKey() });
  const restore = useMutation({ ...trpc.savedViews.restore.mutationOptions(), onSuccess });
  const remove = useMutation({
    ...trpc.savedViews.delete.mutationOptions(),
    onSuccess: (view) => {
      undoable({
        done: "View deleted",
        about: view.name,
        reverse: () => restore.mutateAsync({ workspaceId, viewId: view.id }),
      });
      return onSuccess();
    },
  });
  return {
    workspaceId,
    list,
    create: useMutation({ ...trpc.savedViews.create.mutationOptions(), onSuccess }),
    update: useMutation({ ...trpc.savedViews.update.mutationOptions(), onSuccess }),
    remove,
  };
}
