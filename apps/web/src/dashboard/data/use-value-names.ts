"use client";

import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useWorkspace } from "../../shell/workspace-context.tsx";
import { useTRPC } from "../../trpc/use-trpc.ts";
import { type Dimension, valueWords } from "../view/dimension-words.ts";

/** How values of dimensions are called here: keys by their names, not by their ids. */
export function useValueNames(): (dimension: Dimension, value: string) => string {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const { data } = useQuery({ ...trpc.keys.list.queryOptions({ environmentId }), staleTime: 30_000 });
  const keyNames = useMemo(() => new Map((data ?? []).map(({ id, name }) => [id, name])), [data]);
  return useCallback((dimension, value) => valueWords(dimension, value, keyNames), [keyNames]);
}
