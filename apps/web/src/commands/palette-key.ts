/** Whether a press opens the palette: ⌘K on Apple's machines, where Ctrl-K cuts a line of text, and Ctrl-K elsewhere. */
export function isPaletteKey(
  {
    key,
    ctrlKey,
    metaKey,
    altKey,
    shiftKey,
  }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
  apple: boolean,
): boolean {
  return key.toLowerCase() === "k" && !altKey && !shiftKey && (apple ? metaKey && !ctrlKey : ctrlKey && !metaKey);
}

export function isApple(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}
