"use client";

import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "../trpc/use-trpc.ts";
import { usePreferences } from "./preferences-context.tsx";

/** Keeps part of the preferences with the account; they hold in this page once they are kept. */
export function useSavePreferences() {
  const { apply } = usePreferences();
  return useMutation({ ...useTRPC().me.setPreferences.mutationOptions(), onSuccess: apply });
}
