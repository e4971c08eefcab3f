"use client";

import { Trash2 } from "lucide-react";
import { signIn, signOut } from "next-auth/react";
import { useId, useState } from "react";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import { handover } from "../trpc/handover.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { askPlainly } from "./ask-plainly.ts";
import { type OwnAccount, OwnAccountFields, ownAccountIn } from "./own-account-fields.tsx";

/** For the demo's owner: the way from the demo to one's own workspace. */
export function DeleteDemo() {
  const may = useCan("demo:delete");
  const [open, setOpen] = useState(false);
  if (!may) return null;
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="ml-2 inline-flex items-center gap-1 rounded font-semibold underline"
      >
        <Trash2 className="size-3" aria-hidden /> Delete demo data
      </button>
      {open && <DeleteDemoDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function DeleteDemoDialog({ onClose }: { readonly onClose: () => void }) {
  const { workspaceId } = useWorkspace();
  const formId = useId();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (owner: OwnAccount) => {
    setBusy(true);
    setProblem(null);
    handover.underWay = true;
    const refused = await askPlainly("/api/delete-demo", { workspaceId, owner });
    if (refused === null) return enterAs(owner);
    handover.underWay = false;
    setBusy(false);
    setProblem(refused);
  };
  return (
    <Dialog
      open
      {...(busy ? {} : { onOpenChange: onClose })}
      title="Delete the demo, and begin with a workspace of your own"
      description="This cannot be undone."
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            Keep the demo
          </Button>
          <Button type="submit" form={formId} variant="danger" busy={busy}>
            {!busy && <Trash2 />} Delete demo data
          </Button>
        </>
      }
    >
      <p className="text-[13px]">
        The demo’s workspace goes with its people, keys, configs, requests and metrics; its traffic and its simulated
        upstreams end within seconds, and no later start brings them back. Its audit log stays, as every audit log does.
      </p>
      <form
        id={formId}
        className="space-y-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void submit(ownAccountIn(event.currentTarget));
        }}
      >
        <h3 className="font-medium text-[13px]">Your own account and workspace</h3>
        <OwnAccountFields />
      </form>
      {problem !== null && (
        <Callout tone="bad" role="alert" title="The demo is still there">
          {problem}
        </Callout>
      )}
    </Dialog>
  );
}

/** The account that did it is gone with the demo: goes on as the new one. */
async function enterAs({ email, password }: OwnAccount): Promise<void> {
  const entered = await signIn("password", { email, password, redirect: false, callbackUrl: "/" }).catch(
    () => undefined,
  );
  if (entered?.ok === true && entered.error === null) window.location.assign("/");
  else {
    await signOut({ redirect: false }).catch(() => undefined);
    window.location.assign("/sign-in");
  }
}
