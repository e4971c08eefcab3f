"use client";

import { Bookmark, BookmarkPlus, Check, ChevronDown, Pencil, Save, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useCan } from "../../shell/workspace-context.tsx";
import { failureOf } from "../../trpc/failure.ts";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "../../ui/menu.tsx";
import { viewContent } from "../view/format-view.ts";
import { parseView } from "../view/parse-view.ts";
import type { View } from "../view/view.ts";
import { NameViewDialog } from "./name-view-dialog.tsx";
import { useSavedViews } from "./use-saved-views.ts";

/** Opens, saves, renames and deletes the views that the workspace shares. */
export function SavedViewsMenu({ view, onView }: { readonly view: View; readonly onView: (view: View) => void }) {
  const { workspaceId, list, update, remove } = useSavedViews();
  const mayWrite = useCan("saved-views:write");
  const [naming, setNaming] = useState<"new" | "rename" | null>(null);
  const views = list.data ?? [];
  const opened = views.find(({ id }) => id === view.savedViewId) ?? null;
  const query = viewContent(view);
  const changed = opened !== null && opened.query !== query;
  const save = async () => {
    if (opened === null) return;
    try {
      await update.mutateAsync({ workspaceId, viewId: opened.id, query });
      toast(`Saved ${opened.name}`, { description: "Everybody who opens it sees this now." });
    } catch (error) {
      toast.error(`${opened.name} was not saved`, { description: failureOf(error).message });
    }
  };
  const forget = async () => {
    if (opened === null) return;
    try {
      await remove.mutateAsync({ workspaceId, viewId: opened.id });
      onView({ ...view, savedViewId: null });
    } catch (error) {
      toast.error(`${opened.name} was not deleted`, { description: failureOf(error).message });
    }
  };
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <Button
            aria-label={opened === null ? "Saved views" : `Saved view ${opened.name}${changed ? ", changed" : ""}`}
          >
            <Bookmark />
            <span className="max-w-40 truncate">{opened?.name ?? "Views"}</span>
            {changed && <span className="text-muted text-xs">changed</span>}
            <ChevronDown className="size-3.5! text-muted" />
          </Button>
        </MenuTrigger>
        <MenuContent align="end" className="max-h-[70vh] w-64 overflow-y-auto">
          <MenuLabel>Views of this workspace</MenuLabel>
          {list.error !== null && views.length === 0 && (
            <MenuItem onSelect={() => void list.refetch()}>Could not be loaded. Try again</MenuItem>
          )}
          {list.isSuccess && views.length === 0 && (
            <p className="px-2 pb-1.5 text-muted text-xs">None yet. Save this one under a name, for everybody here.</p>
          )}
          {views.map((saved) => (
            <MenuItem
              key={saved.id}
              title={`Saved by ${saved.updatedByName}`}
              onSelect={() =>
                onView({ ...parseView(new URLSearchParams(saved.query)).view, wall: view.wall, savedViewId: saved.id })
              }
            >
              <Bookmark /> <span className="min-w-0 flex-1 truncate">{saved.name}</span>
              {saved.id === opened?.id && <Check aria-label="Open now" />}
            </MenuItem>
          ))}
          {mayWrite && <MenuSeparator />}
          {mayWrite && opened !== null && changed && (
            <MenuItem onSelect={() => void save()}>
              <Save /> Save changes to {opened.name}
            </MenuItem>
          )}
          {mayWrite && (
            <MenuItem onSelect={() => setNaming("new")}>
              <BookmarkPlus /> Save as a new view…
            </MenuItem>
          )}
          {mayWrite && opened !== null && (
            <>
              <MenuItem onSelect={() => setNaming("rename")}>
                <Pencil /> Rename {opened.name}…
              </MenuItem>
              <MenuItem onSelect={() => void forget()}>
                <Trash2 /> Delete {opened.name}
              </MenuItem>
            </>
          )}
        </MenuContent>
      </Menu>
      {naming !== null && (
        <NameViewDialog
          renamed={naming === "rename" ? opened : null}
          query={query}
          onDone={(saved) => onView({ ...view, savedViewId: saved.id })}
          onClose={() => setNaming(null)}
        />
      )}
    </>
  );
}
