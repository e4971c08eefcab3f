"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { type RefObject, useEffect, useEffectEvent, useMemo } from "react";
import type { Command } from "../commands/command.ts";
import { useCommands } from "../commands/commands-provider.tsx";

/**
 * Moves the focus over the links of rows: `j` and `k` from anywhere on the screen, arrows from a row. Enter follows the link,
 * as it always does.
 */
export function useRowKeys(around: RefObject<HTMLElement | null>) {
  const commands = useMemo<readonly Command[]>(
    () => [
      { id: "next-row", group: "act", words: "Next row", icon: ArrowDown, keys: "j", run: () => moveFocus(around, 1) },
      {
        id: "previous-row",
        group: "act",
        words: "Previous row",
        icon: ArrowUp,
        keys: "k",
        run: () => moveFocus(around, -1),
      },
    ],
    [around],
  );
  useCommands(commands);
  const press = useEffectEvent((event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : null;
    const onRow = event.target instanceof Element && event.target.closest("[data-row-link]") !== null;
    if (by === null || !onRow || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    moveFocus(around, by);
  });
  useEffect(() => {
    const element = around.current;
    const listen = (event: KeyboardEvent) => press(event);
    element?.addEventListener("keydown", listen);
    return () => element?.removeEventListener("keydown", listen);
  }, [around]);
}

function moveFocus(around: RefObject<HTMLElement | null>, by: 1 | -1): void {
  const rows = [...(around.current?.querySelectorAll<HTMLElement>("[data-row-link]") ?? [])];
  const at = rows.findIndex((row) => row === document.activeElement);
  const first = by === 1 ? 0 : rows.length - 1;
  const next = rows[at === -1 ? first : Math.min(rows.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
