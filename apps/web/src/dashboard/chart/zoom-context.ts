"use client";

import { createContext, use } from "react";

/** Ways to look closer and back. */
export type Zoom = {
  readonly into: (fromMs: number, toMs: number) => void;
  /** Twice as much time around the same middle. */
  readonly out: () => void;
  readonly back: () => void;
  readonly canGoBack: boolean;
};

const none: Zoom = { into: () => {}, out: () => {}, back: () => {}, canGoBack: false };

const Context = createContext<Zoom>(none);

export const ZoomProvider = Context.Provider;

/** How charts of this page zoom; where nothing can be zoomed, as on a wall, not at all. */
export function useZoom(): Zoom {
  return use(Context);
}
