"use client";

import { Undo2, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { PausableTimer } from "./pausable-timer.ts";

/** Long enough to read it, to understand and to reach the button by keyboard. */
const offeredMs = 12_000;

/** A toast with Undo whose time stands still while a pointer or the focus is on it. The bar shows what is left. */
export function UndoToast({
  done,
  about,
  onUndo,
  onOver,
}: {
  readonly done: string;
  readonly about?: string | undefined;
  readonly onUndo: () => Promise<void>;
  /** The time is over, or it was closed. */
  readonly onOver: () => void;
}) {
  const [held, setHeld] = useState({ pointer: false, focus: false });
  const [busy, setBusy] = useState(false);
  const timer = useRef<PausableTimer | null>(null);
  const over = useRef(onOver);
  const paused = held.pointer || held.focus || busy;

  useEffect(() => {
    const made = new PausableTimer(offeredMs, () => over.current());
    timer.current = made;
    return () => made.cancel();
  }, []);
  useEffect(() => {
    if (paused) timer.current?.pause();
    else timer.current?.resume();
  }, [paused]);

  return (
    <div
      className="relative w-[min(22rem,calc(100vw-2rem))] overflow-hidden rounded-lg border border-border bg-raised text-[13px] text-foreground shadow-raised"
      onPointerEnter={() => setHeld((now) => ({ ...now, pointer: true }))}
      onPointerLeave={() => setHeld((now) => ({ ...now, pointer: false }))}
      onFocus={() => setHeld((now) => ({ ...now, focus: true }))}
      onBlur={() => setHeld((now) => ({ ...now, focus: false }))}
    >
      <div className="flex items-center gap-2 py-2 pr-2 pl-3.5">
        <div className="min-w-0 flex-1">
          <p className="font-medium">{done}</p>
          {about && <p className="text-muted text-xs">{about}</p>}
        </div>
        <Button
          size="sm"
          busy={busy}
          onClick={() => {
            setBusy(true);
            void onUndo();
          }}
        >
          {!busy && <Undo2 />} Undo
        </Button>
        <Button variant="ghost" size="iconSm" aria-label="Close" disabled={busy} onClick={onOver}>
          <X />
        </Button>
      </div>
      <div
        aria-hidden
        className="h-0.5 origin-left bg-primary/70 motion-reduce:hidden"
        style={{
          animation: `time-left ${offeredMs}ms linear forwards`,
          animationPlayState: paused ? "paused" : "running",
        }}
      />
    </div>
  );
}
