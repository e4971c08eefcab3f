"use client";

import { Command as Cmdk } from "cmdk";
import { History, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { undoable } from "../ui/undoable.tsx";
import type { Command } from "./command.ts";
import { useOfferedCommands } from "./commands-provider.tsx";
import { PaletteItem } from "./palette-item.tsx";
import { ranked } from "./ranked.ts";
import { readRecent, writeRecent } from "./recent-places.ts";
import { requestIdIn } from "./request-id.ts";
import { usePalettePlaces } from "./use-palette-places.ts";

const groupLook =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-[11.5px] [&_[cmdk-group-heading]]:text-muted";
const recentShown = 5;

/** Go anywhere, do anything, find a request: all by typing a few letters of it. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const { place, user, workspaceId } = useWorkspace();
  const router = useRouter();
  const commands = useOfferedCommands();
  const places = usePalettePlaces();
  const [text, setText] = useState("");
  const [recent, setRecent] = useState(() => readRecent(window.localStorage, user.id, workspaceId));
  const elsewhere = recent.filter(({ path }) => path !== window.location.pathname).slice(0, recentShown);
  const typed = text.trim();
  const requestId = requestIdIn(typed);
  const choose = (run: () => void) => () => {
    onClose();
    // After the dialog gave the focus back: what runs may want to put it elsewhere.
    setTimeout(run);
  };
  const clear = () => {
    writeRecent(window.localStorage, user.id, workspaceId, []);
    setRecent([]);
    undoable({
      done: "Recent places cleared",
      reverse: () => writeRecent(window.localStorage, user.id, workspaceId, recent),
    });
  };
  const groups: { readonly heading: string; readonly list: readonly Command[] }[] =
    typed === ""
      ? [
          {
            heading: "Recent",
            list: elsewhere.map(({ path, words }) => {
              return { id: `recent ${path}`, group: "go", words, icon: History, run: () => router.push(path) };
            }),
          },
          { heading: "Go to", list: commands.filter((command) => command.group === "go") },
          { heading: "Do", list: commands.filter((command) => command.group === "act") },
        ]
      : [
          {
            heading: "Found",
            list: ranked(
              [
                ...commands,
                ...places,
                ...(recent.length === 0
                  ? []
                  : [
                      {
                        id: "clear-recent",
                        group: "act",
                        words: "Clear recent places",
                        icon: History,
                        run: clear,
                      } as const,
                    ]),
              ],
              typed,
            ),
          },
        ];

  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/45 backdrop-blur-[1px]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[10vh] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border border-border bg-raised shadow-raised"
        >
          <Dialog.Title className="sr-only">Command palette</Dialog.Title>
          <Cmdk label="Command palette" loop shouldFilter={false}>
            <div className="flex items-center gap-2.5 border-border border-b px-4">
              <Search className="size-4 shrink-0 text-muted" aria-hidden />
              <Cmdk.Input
                value={text}
                onValueChange={setText}
                placeholder="Go to, do, or paste a request id"
                className="h-12 w-full bg-transparent text-sm outline-none placeholder:text-muted"
              />
            </div>
            <Cmdk.List className="max-h-[min(26rem,60vh)] overflow-y-auto overscroll-contain p-1.5" label="Commands">
              <Cmdk.Empty className="px-3 py-8 text-center text-[13px] text-muted">
                Nothing is called like “{typed}”. A request id, or a line of a log that holds one, opens the request.
              </Cmdk.Empty>
              {requestId !== null && (
                <Cmdk.Group heading="Request" className={groupLook}>
                  <PaletteItem
                    id="request"
                    words={`Open request ${requestId}`}
                    icon={Search}
                    onSelect={choose(() => router.push(paths.request(place, requestId)))}
                  />
                </Cmdk.Group>
              )}
              {groups.map(
                ({ heading, list }) =>
                  list.length > 0 && (
                    <Cmdk.Group key={heading} heading={heading} className={groupLook}>
                      {list.map((command) => (
                        <PaletteItem key={command.id} {...command} onSelect={choose(command.run)} />
                      ))}
                    </Cmdk.Group>
                  ),
              )}
            </Cmdk.List>
          </Cmdk>
          <p className="flex flex-wrap gap-x-4 border-border border-t px-4 py-2 text-[11.5px] text-muted">
            <span>↑ ↓ to choose</span>
            <span>Enter to go</span>
            <span>Esc to close</span>
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
