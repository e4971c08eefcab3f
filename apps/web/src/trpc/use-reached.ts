"use client";

import { createContext, use, useSyncExternalStore } from "react";
import { Reachability } from "./reachability.ts";

/** Outside a provider nothing is ever told, and all is well. */
export const ReachabilityContext = createContext(new Reachability(() => Promise.resolve(true)));

/** Whether the browser has a network, and Meridian answers on it. */
export function useReached(): { readonly online: boolean; readonly reached: boolean } {
  const reachability = use(ReachabilityContext);
  const reached = useSyncExternalStore(reachability.subscribe, reachability.reached, () => true);
  const online = useSyncExternalStore(
    subscribeOnline,
    () => navigator.onLine,
    () => true,
  );
  return { online, reached };
}

function subscribeOnline(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}
