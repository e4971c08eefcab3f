"use client";

import { useEffect } from "react";
import { placeCookie } from "./first-place.ts";
import { useWorkspace } from "./workspace-context.tsx";

/** Keeps in this browser where the person was, for when they come back without an address. */
export function RememberPlace() {
  const { workspace, environment } = useWorkspace().place;
  useEffect(() => {
    const value = encodeURIComponent(JSON.stringify([workspace, environment]));
    // biome-ignore lint: the asynchronous cookie API is not in every browser
    document.cookie = `${placeCookie}=${value}; path=/; max-age=31536000; samesite=lax`;
  }, [workspace, environment]);
  return null;
}
