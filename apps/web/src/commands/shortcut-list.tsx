"use client";

import { useSyncExternalStore } from "react";
import { useOfferedCommands } from "./commands-provider.tsx";
import { KeysShown } from "./keys-shown.tsx";
import { isApple } from "./palette-key.ts";

const never = () => () => undefined;

/** Every shortcut that holds here, from what is offered now: nothing is listed that does nothing. */
export function ShortcutList() {
  const bound = useOfferedCommands().filter(({ keys }) => keys !== undefined);
  const apple = useSyncExternalStore(never, isApple, () => false);
  const groups = [
    {
      heading: "Everywhere, also in fields",
      rows: [
        { words: "Command palette", keys: apple ? "⌘ K" : "Ctrl K" },
        { words: "To a message at the edge of the screen", keys: apple ? "⌥ T" : "Alt T" },
        { words: "Close a dialog or a menu", keys: "Esc" },
      ],
    },
    { heading: "Go to", rows: bound.filter(({ group }) => group === "go") },
    { heading: "Do", rows: bound.filter(({ group }) => group === "act") },
  ];
  return (
    <div className="@container">
      <div className="gap-8 @lg:columns-2">
        {groups.map(({ heading, rows }) => (
          <section key={heading} aria-label={heading} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 font-medium text-[13px]">{heading}</h3>
            <dl>
              {rows.map(({ words, keys = "" }) => (
                <div
                  key={words}
                  className="flex items-center gap-3 border-border border-b py-1.5 text-[13px] last:border-0"
                >
                  <dt className="min-w-0 flex-1 text-muted">{words}</dt>
                  <dd>
                    <KeysShown keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </div>
  );
}
