"use client";

import { usePathname } from "next/navigation";
import { useCallback, useEffect, useEffectEvent, useMemo, useState } from "react";
import { usePreferences } from "../preferences/preferences-context.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useCommands, useOfferedCommands } from "./commands-provider.tsx";
import { Palette } from "./palette.tsx";
import { PaletteButton } from "./palette-button.tsx";
import { isApple, isPaletteKey } from "./palette-key.ts";
import { placeWords } from "./place-words.ts";
import { addRecent } from "./recent-places.ts";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";
import { useShellCommands } from "./use-shell-commands.ts";
import { useShortcutKeys } from "./use-shortcut-keys.ts";

/** Listens to the keyboard, remembers where one was, and opens palette and list of shortcuts. Its button opens the palette. */
export function Commander() {
  const [open, setOpen] = useState<"palette" | "shortcuts" | null>(null);
  const ways = useMemo(() => ({ palette: () => setOpen("palette"), shortcuts: () => setOpen("shortcuts") }), []);
  const close = useCallback(() => setOpen(null), []);
  useCommands(useShellCommands(ways));
  useShortcutKeys(useOfferedCommands(), usePreferences().shortcuts);
  useRemembered();

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!isPaletteKey(event, isApple())) return;
    event.preventDefault();
    setOpen((now) => (now === "palette" ? null : "palette"));
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);

  return (
    <>
      <PaletteButton onOpen={ways.palette} />
      {open === "palette" && <Palette onClose={close} />}
      {open === "shortcuts" && <ShortcutsDialog onClose={close} />}
    </>
  );
}

/** Puts what is visited on the list of recent places. */
function useRemembered(): void {
  const { user, workspaceId, environmentName } = useWorkspace();
  const path = usePathname();
  useEffect(() => {
    const words = placeWords(path, environmentName);
    if (words !== null) addRecent(window.localStorage, user.id, workspaceId, { path, words, atMs: Date.now() });
  }, [path, user.id, workspaceId, environmentName]);
}
