"use client";

import { Dialog } from "../ui/dialog.tsx";
import { ShortcutList } from "./shortcut-list.tsx";

export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title="Keyboard shortcuts"
      description="Single keys do nothing while you type, and can be switched off in your profile."
    >
      <ShortcutList />
    </Dialog>
  );
}
