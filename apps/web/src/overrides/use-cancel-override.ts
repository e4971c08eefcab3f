"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { failureOf } from "../trpc/failure.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { undoable } from "../ui/undoable.tsx";
import { orderWords, type OverrideEntry } from "./override-words.ts";

/** Ends an override, and offers to take that back. */
export function useCancelOverride() {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.overrides.pathKey() });
  const restore = useMutation({ ...trpc.overrides.restore.mutationOptions(), onSuccess: refresh });
  return useMutation({
    ...trpc.overrides.cancel.mutationOptions(),
    onSuccess: async ({ override }: OverrideEntry) => {
      await refresh();
      undoable({
        done: "Override canceled",
        about: orderWords(override),
        reverse: () => restore.mutateAsync({ environmentId, overrideId: override.id }),
      });
    },
    onError: (error) => toast.error("The override was not canceled", { description: failureOf(error).message }),
  });
}
