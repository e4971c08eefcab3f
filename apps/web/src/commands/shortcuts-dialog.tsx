"use client";

import { usePreferences } from "../preferences/preferences-context.tsx";
import { useSavePreferences } from "../preferences/use-save-preferences.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { ShortcutList } from "./shortcut-list.tsx";

/** What the keys do, and the way to switch single keys off: they get in the way of speech input. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const { shortcuts } = usePreferences();
  const save = useSavePreferences();
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title="Keyboard shortcuts"
      description="Single keys do nothing while you type or a dialog is open."
      footer={
        <Button busy={save.isPending} onClick={() => save.mutate({ shortcuts: !shortcuts })}>
          {shortcuts ? "Switch single keys off" : "Switch single keys on"}
        </Button>
      }
    >
      {!shortcuts && (
        <Callout role="status" title="Single keys are switched off">
          The palette and the arrow keys work as ever.
        </Callout>
      )}
      <Refusal error={save.error} title="Not changed" />
      <ShortcutList />
    </Dialog>
  );
}
