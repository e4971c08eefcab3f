"use client";

import { createContext, use, useSyncExternalStore } from "react";

/** Where people point, on all charts of a page at once. */
export type Pointing = {
  /** The chart that is pointed at or focused: it says its values. */
  readonly chart: string;
  readonly atMs: number;
  /** Of a heatmap, counted from its smallest values. */
  readonly row: number | null;
  readonly by: "pointer" | "keyboard";
};

/** A stretch of time that is being chosen; the head moves. */
export type Selection = { readonly anchorMs: number; readonly headMs: number };

type State = { readonly pointing: Pointing | null; readonly selection: Selection | null };

const nowhere: State = { pointing: null, selection: null };

/** Kept outside of what charts are drawn from: moving it draws a line on each, and none of them again. */
export class Crosshair {
  readonly #listeners = new Set<() => void>();
  #state = nowhere;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): State => this.#state;

  set(pointing: Pointing | null, selection: Selection | null = this.#state.selection): void {
    this.#state = pointing === null && selection === null ? nowhere : { pointing, selection };
    for (const listener of this.#listeners) listener();
  }
}

const Context = createContext<Crosshair | null>(null);

export const CrosshairProvider = Context.Provider;

/** The crosshair that charts of this page share. */
export function useCrosshair(): Crosshair {
  const crosshair = use(Context);
  if (crosshair === null) throw new Error("useCrosshair belongs below CrosshairProvider");
  return crosshair;
}

/** Where it is; renders again whenever it moves. For what is drawn over charts, not for charts. */
export function useCrosshairState(): State {
  const crosshair = useCrosshair();
  return useSyncExternalStore(crosshair.subscribe, crosshair.state, () => nowhere);
}
