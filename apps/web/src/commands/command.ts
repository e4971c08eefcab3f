import type { Scope } from "@meridian/access";
import type { LucideIcon } from "lucide-react";

/** Something that can be done from the keyboard: an entry of the palette, and a shortcut when it has keys. */
export type Command = {
  /** Unique among what is registered at a time. */
  readonly id: string;
  /** `go` opens a place, `act` does something. */
  readonly group: "go" | "act";
  readonly words: string;
  /** Other words by which people look for it. */
  readonly also?: string;
  /** Said small behind the words. */
  readonly detail?: string;
  readonly icon: LucideIcon;
  /** Who may not do this is not offered it. */
  readonly scope?: Scope;
  /** Keys pressed one after another, as `KeyboardEvent.key` says them, parted by spaces: "g o", "?". */
  readonly keys?: string;
  readonly run: () => void;
};
