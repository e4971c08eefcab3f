"use client";

import { useId, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Refusal } from "../../ui/refusal.tsx";
import { type SavedView, useSavedViews } from "./use-saved-views.ts";

/** Gives the view on show a name, or a saved one another. */
export function NameViewDialog({
  renamed,
  query,
  onDone,
  onClose,
}: {
  /** null: a new view is saved. */
  readonly renamed: SavedView | null;
  readonly query: string;
  readonly onDone: (view: SavedView) => void;
  readonly onClose: () => void;
}) {
  const form = useId();
  const { workspaceId, create, update } = useSavedViews();
  const [name, setName] = useState(renamed?.name ?? "");
  const { isPending, error } = renamed === null ? create : update;
  const submit = () => {
    const onSuccess = (view: SavedView) => {
      onDone(view);
      onClose();
    };
    if (renamed === null) create.mutate({ workspaceId, name, query }, { onSuccess });
    else update.mutate({ workspaceId, viewId: renamed.id, name }, { onSuccess });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={renamed === null ? "Save this view" : `Rename ${renamed.name}`}
      description="Its range, filters, comparison and breakdown, under a name that everybody in this workspace sees."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={isPending} disabled={name.trim() === ""}>
            {renamed === null ? "Save view" : "Rename"}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Name">
          {(ids) => (
            <Input
              {...ids}
              maxLength={80}
              value={name}
              onChange={({ target }) => setName(target.value)}
              autoComplete="off"
            />
          )}
        </Field>
        <Refusal error={error} title="The view was not saved" />
      </form>
    </Dialog>
  );
}
