"use client";

import { useEffect, useRef } from "react";
import type { HeatGrid } from "./heat-grid.ts";
import { heatShare, viridis } from "./viridis.ts";

/** The grid as one picture, a pixel a cell, which the browser stretches. What did not occur is left clear. */
export function HeatCanvas({
  grid,
  fromMs,
  toMs,
  stepMs,
}: {
  readonly grid: HeatGrid;
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const columns = grid.points.length;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || columns === 0 || grid.rows.length === 0) return;
    const image = context.createImageData(columns, grid.rows.length);
    grid.counts.forEach((column, x) => {
      column?.forEach((count, row) => {
        if (count === 0) return;
        const at = ((grid.rows.length - 1 - row) * columns + x) * 4;
        image.data.set([...viridis(heatShare(count, grid.highest)), 255], at);
      });
    });
    context.putImageData(image, 0, 0);
  }, [grid, columns]);
  const first = grid.points[0]?.startMs ?? fromMs;
  const part = (ms: number) => ms / (toMs - fromMs);
  return (
    <canvas
      ref={canvas}
      width={Math.max(1, columns)}
      height={Math.max(1, grid.rows.length)}
      className="absolute top-0 h-full [image-rendering:pixelated]"
      // The step that still fills is drawn at its whole width; what reaches beyond the plot is cut off.
      style={{ left: `${part(first - fromMs) * 100}%`, width: `${part(columns * stepMs) * 100}%` }}
      aria-hidden
    />
  );
}
