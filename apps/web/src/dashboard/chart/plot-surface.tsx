"use client";

import { type KeyboardEvent, type PointerEvent, type ReactNode, useId } from "react";
import { cn } from "../../ui/cn.ts";
import { type Moment, momentAt } from "./chart-line.ts";
import { useCrosshair, useCrosshairState } from "./crosshair.ts";
import { movedIndex, selectedStretch } from "./plot-keys.ts";
import { useZoom } from "./zoom-context.ts";

export type PlotSurfaceProps = {
  /** Unique on the page. */
  readonly id: string;
  readonly label: string;
  readonly moments: readonly Moment[];
  readonly fromMs: number;
  readonly toMs: number;
  /** Rows of a heatmap; 0 for none. */
  readonly rows?: number;
  /** What is read out for a moment (and row) that keys have moved to. */
  readonly describe: (at: number, row: number | null) => string;
  /** What stands beside the crosshair. */
  readonly renderTip: (at: number, row: number | null) => ReactNode;
  readonly className?: string;
};

/** Narrower than this part of the plot is a click, not a drag. */
const leastDrag = 0.015;

/**
 * What lies over a plot: the crosshair that all charts share, and the ways to zoom. Drag over a stretch, or with keys: arrows
 * move, Shift chooses, Enter zooms, Escape takes it back.
 */
export function PlotSurface({
  id,
  label,
  moments,
  fromMs,
  toMs,
  rows = 0,
  describe,
  renderTip,
  className,
}: PlotSurfaceProps) {
  const crosshair = useCrosshair();
  const zoom = useZoom();
  const helpId = useId();
  const placeOf = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = Math.min(1, Math.max(0, (event.clientX - box.left) / Math.max(1, box.width)));
    const y = Math.min(0.999, Math.max(0, (event.clientY - box.top) / Math.max(1, box.height)));
    return { atMs: fromMs + x * (toMs - fromMs), row: rows === 0 ? null : Math.floor((1 - y) * rows) };
  };
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const { atMs, row } = placeOf(event);
    const { selection } = crosshair.state();
    const dragging = selection !== null && event.currentTarget.hasPointerCapture(event.pointerId);
    crosshair.set({ chart: id, atMs, row, by: "pointer" }, dragging ? { ...selection, headMs: atMs } : null);
  };
  const release = (event: PointerEvent<HTMLDivElement>) => {
    const { selection, pointing } = crosshair.state();
    crosshair.set(pointing, null);
    if (selection === null || Math.abs(selection.headMs - selection.anchorMs) < leastDrag * (toMs - fromMs)) return;
    event.preventDefault();
    zoom.into(Math.min(selection.anchorMs, selection.headMs), Math.max(selection.anchorMs, selection.headMs));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { pointing, selection } = crosshair.state();
    const here = pointing?.chart === id ? momentAt(moments, pointing.atMs) : -1;
    if (event.key === "Enter" && selection !== null) zoom.into(...selectedStretch(moments, selection));
    else if (event.key === "Escape" && selection !== null) crosshair.set(pointing, null);
    else if (event.key === "Escape" && zoom.canGoBack) zoom.back();
    else if (rows > 0 && (event.key === "ArrowUp" || event.key === "ArrowDown") && !event.shiftKey) {
      const row = (pointing?.row ?? 0) + (event.key === "ArrowUp" ? 1 : -1);
      const at = here === -1 ? moments.length - 1 : here;
      const moment = moments[at];
      if (moment) {
        const within = Math.min(rows - 1, Math.max(0, row));
        crosshair.set({ chart: id, atMs: moment.atMs, row: within, by: "keyboard" });
      }
    } else {
      const next = movedIndex(event.key, here, moments.length);
      const moment = moments[next ?? -1];
      if (next === null || !moment || event.ctrlKey || event.metaKey || event.altKey) return;
      const row = rows === 0 ? null : (pointing?.row ?? Math.floor(rows / 2));
      const anchorMs = selection?.anchorMs ?? moments[here === -1 ? next : here]?.atMs ?? moment.atMs;
      const chosen = event.shiftKey ? { anchorMs, headMs: moment.atMs } : null;
      crosshair.set({ chart: id, atMs: moment.atMs, row, by: "keyboard" }, chosen);
    }
    if (event.key === "Enter") crosshair.set(pointing, null);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application has keys of its own
    <div
      role="application"
      aria-roledescription="chart"
      aria-label={label}
      aria-describedby={helpId}
      tabIndex={0}
      data-plot={id}
      className={cn("absolute cursor-crosshair touch-pan-y rounded-sm focus-visible:outline-2", className)}
      onPointerMove={point}
      onPointerDown={(event) => {
        if (event.button !== 0 || event.pointerType === "touch") return;
        const { atMs, row } = placeOf(event);
        event.currentTarget.setPointerCapture(event.pointerId);
        crosshair.set({ chart: id, atMs, row, by: "pointer" }, { anchorMs: atMs, headMs: atMs });
      }}
      onPointerUp={release}
      onPointerCancel={() => crosshair.set(null, null)}
      onPointerLeave={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) crosshair.set(null);
      }}
      onBlur={() => crosshair.set(null, null)}
      onKeyDown={onKeyDown}
    >
      <span id={helpId} className="sr-only">
        Arrow keys move through time{rows > 0 && " and size"}, Shift with arrows chooses a stretch, Enter zooms into it,
        Escape goes back.
      </span>
      <CrosshairLayer {...{ id, moments, fromMs, toMs, rows, describe, renderTip }} />
    </div>
  );
}

/** The line, the chosen stretch and what is said about them: all that is drawn again as the crosshair moves. */
function CrosshairLayer({
  id,
  moments,
  fromMs,
  toMs,
  rows,
  describe,
  renderTip,
}: Omit<PlotSurfaceProps, "label" | "className"> & { readonly rows: number }) {
  const { pointing, selection } = useCrosshairState();
  const partOf = (ms: number) => Math.min(1, Math.max(0, (ms - fromMs) / (toMs - fromMs)));
  const at = pointing === null ? -1 : momentAt(moments, pointing.atMs);
  const moment = moments[at];
  const mine = pointing?.chart === id;
  const [selectedFromMs, selectedToMs] = selection === null ? [0, 0] : selectedStretch(moments, selection);
  const x = moment === undefined ? 0 : partOf(moment.atMs);
  const row = mine && pointing !== null ? pointing.row : null;
  return (
    <>
      {selection !== null && (
        <div
          className="pointer-events-none absolute inset-y-0 border-primary border-x bg-primary/15"
          style={{
            left: `${partOf(selectedFromMs) * 100}%`,
            right: `${(1 - partOf(selectedToMs)) * 100}%`,
          }}
        />
      )}
      {moment !== undefined && pointing !== null && (
        <div
          className="pointer-events-none absolute inset-y-0 w-px bg-muted"
          style={{ left: `${x * 100}%` }}
          data-crosshair={mine ? "here" : "there"}
        />
      )}
      {row !== null && rows > 0 && moment !== undefined && (
        <div
          className="pointer-events-none absolute outline-2 outline-foreground"
          style={{
            left: `${partOf(moment.startMs) * 100}%`,
            width: `max(3px, ${(partOf(moment.endMs) - partOf(moment.startMs)) * 100}%)`,
            bottom: `${(row / rows) * 100}%`,
            height: `${100 / rows}%`,
          }}
        />
      )}
      {mine && moment !== undefined && (
        <div
          className="pointer-events-none absolute top-1 z-20 w-max max-w-64"
          style={x > 0.5 ? { right: `calc(${(1 - x) * 100}% + 12px)` } : { left: `calc(${x * 100}% + 12px)` }}
        >
          {renderTip(at, row)}
        </div>
      )}
      <span className="sr-only" aria-live="polite">
        {mine && pointing?.by === "keyboard" && at !== -1 && describe(at, row)}
        {mine && pointing?.by === "keyboard" && selection !== null && ". Chosen: Enter zooms in"}
      </span>
    </>
  );
}
