/** Keys as they are pressed: "g o" as two caps. */
export function KeysShown({ keys }: { readonly keys: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      {keys.split(" ").map((key, at) => (
        <kbd
          // A sequence may hold a key twice: its place tells them apart.
          key={at}
          className="grid h-5 min-w-5 place-items-center rounded border border-border-strong/60 bg-sunken px-1 font-mono text-[11px] text-foreground"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
