"use client";

import { toast } from "sonner";
import { failureOf } from "../trpc/failure.ts";
import { UndoToast } from "./undo-toast.tsx";

/** What was done, and how it is taken back. */
export type Undoable = {
  /** Said in the past: "View deleted". */
  readonly done: string;
  readonly about?: string;
} & (
  | {
      /** It is done; this verb does the opposite. Always to be preferred. */
      readonly reverse: () => unknown;
    }
  | {
      /**
       * It only looks done: this does it when the time to undo is over, the toast is closed or the page is left. For what has
       * no opposite.
       */
      readonly commit: () => Promise<unknown>;
      /** Makes it look as before: after Undo, and when `commit` was refused. */
      readonly takeBack: () => void;
    }
);

const waiting = new Map<number | string, () => void>();
let watching = false;

/** Says what was done and offers Undo for 12 s, hovering and focus not counted. Alt+T moves the focus to it. */
export function undoable(what: Undoable): void {
  const id = toast.custom(
    (toastId) => (
      <UndoToast
        done={what.done}
        about={what.about}
        onUndo={() => undo(what, toastId)}
        onOver={() => over(what, toastId)}
      />
    ),
    // The toast keeps its own time: this library's goes on while the keyboard's focus is on it.
    { duration: Number.POSITIVE_INFINITY, dismissible: false },
  );
  if ("commit" in what) waiting.set(id, () => over(what, id));
  if (watching) return;
  watching = true;
  window.addEventListener("pagehide", () => {
    for (const commit of waiting.values()) commit();
  });
}

async function undo(what: Undoable, id: number | string): Promise<void> {
  waiting.delete(id);
  try {
    await ("reverse" in what ? what.reverse() : what.takeBack());
    toast.dismiss(id);
    toast("Undone", { description: what.done });
  } catch (error) {
    toast.dismiss(id);
    toast.error("Could not be undone", { description: failureOf(error).message, duration: 15_000 });
  }
}

function over(what: Undoable, id: number | string): void {
  toast.dismiss(id);
  if (!("commit" in what) || !waiting.delete(id)) return;
  what.commit().catch((error: unknown) => {
    what.takeBack();
    toast.error("It could not be done after all", {
      description: `${what.done}: ${failureOf(error).message}`,
      duration: 15_000,
    });
  });
}
