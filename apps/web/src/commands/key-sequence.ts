/** A first key that waits for its second. */
export type Pending = { readonly keys: string; readonly atMs: number } | null;

/** How long the second key may take. */
export const sequenceWithinMs = 1_500;

/**
 * What a key means after what was pressed before: the binding that is now complete, or what waits for more. A key that
 * continues nothing begins anew, so that "g" and a slip do not swallow the next shortcut.
 */
export function nextKeys(
  pending: Pending,
  key: string,
  nowMs: number,
  bindings: readonly string[],
): { readonly pending: Pending; readonly complete: string | null } {
  const before = pending !== null && nowMs - pending.atMs <= sequenceWithinMs ? `${pending.keys} ` : "";
  for (const keys of before === "" ? [key] : [before + key, key]) {
    if (bindings.includes(keys)) return { pending: null, complete: keys };
    if (bindings.some((binding) => binding.startsWith(`${keys} `)))
      return { pending: { keys, atMs: nowMs }, complete: null };
  }
  return { pending: null, complete: null };
}

type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat" | "isComposing">;

/** The key as bindings name it; null for what never is a shortcut: with modifiers, held down, part of a composed letter. */
export function plainKey({ key, ctrlKey, metaKey, altKey, shiftKey, repeat, isComposing }: Press): string | null {
  if (ctrlKey || metaKey || altKey || repeat || isComposing || key.length !== 1 || key === " ") return null;
  const isLetter = key.toLowerCase() !== key.toUpperCase();
  // Caps lock makes capitals without shift; shift and a letter is another key.
  return isLetter ? (shiftKey ? null : key.toLowerCase()) : key;
}
