"use client";

import { useQuery } from "@tanstack/react-query";
import { Rocket, RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { PageHeader } from "../shell/page-header.tsx";
import { paths } from "../shell/paths.ts";
import { PermissionNotice } from "../shell/permission-notice.tsx";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import type { Outputs } from "../trpc/outputs.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Card } from "../ui/card.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Age } from "../ui/time.tsx";
import { undoable } from "../ui/undoable.tsx";
import { ChangeSummary } from "./change-summary.tsx";
import { ConflictNotice } from "./conflict-notice.tsx";
import { ProblemList } from "./problem-list.tsx";
import { PublishDialog } from "./publish-dialog.tsx";
import { useChecked } from "./use-checked.ts";
import { useDraft } from "./use-draft.ts";
import { YamlDiff } from "./yaml-diff.tsx";
import { YamlEditor, type YamlEditorHandle } from "./yaml-editor.tsx";

type Version = NonNullable<Outputs["deployments"]["active"]>["version"];

/** Text, its problems and what it changes, beside one another; and the way to publish it. */
export function Editor({ active }: { readonly active: Version | null }) {
  const { environmentId, environmentName, place } = useWorkspace();
  const mayPublish = useCan("routing-config:publish");
  const router = useRouter();
  const trpc = useTRPC();
  const secretNames = useQuery(trpc.routingConfig.secretNames.queryOptions({ environmentId })).data;
  const draft = useDraft(environmentId, active);
  const checked = useChecked(draft.text, active?.yaml ?? null, secretNames);
  const [view, setView] = useState<"text" | "diff">("text");
  const [publishing, setPublishing] = useState(false);
  const editor = useRef<YamlEditorHandle>(null);
  const activeNumber = active?.number ?? null;
  const outdated = draft.baseVersion !== activeNumber;
  const same = draft.text === active?.yaml;
  const ready = checked !== null && checked.text === draft.text && !checked.hasErrors && !same && !outdated;

  const jump = (offset: number) => {
    setView("text");
    // The editor may have to appear first.
    requestAnimationFrame(() => editor.current?.jumpTo(offset));
  };
  const startOver = () => {
    const before = draft.startOver();
    undoable({ done: "Your changes are set aside", reverse: () => draft.restore(before) });
  };

  return (
    <>
      <PageHeader title="Edit routing" about={aboutBase(environmentName, draft.baseVersion)}>
        <Segmented
          label="View"
          value={view}
          options={[
            { value: "text", label: "Text" },
            { value: "diff", label: "Side by side" },
          ]}
          onChange={setView}
        />
        <Button onClick={startOver} disabled={same && !outdated}>
          <RotateCcw /> Start over
        </Button>
        {mayPublish && (
          <Button
            variant="primary"
            disabled={!ready}
            onClick={() => setPublishing(true)}
            title={ready ? undefined : whyNot(checked?.hasErrors === true, same, outdated)}
          >
            <Rocket /> Publish…
          </Button>
        )}
      </PageHeader>
      <div className="space-y-3">
        <PermissionNotice scope="routing-config:publish">
          You can read the config. Changing it takes an engineer, a domain expert or an admin.
        </PermissionNotice>
        {draft.foundAtMs !== null && (
          <Callout title="Your unpublished text is back">
            Last changed <Age atMs={draft.foundAtMs} /> in this browser. “Start over” sets it aside.
          </Callout>
        )}
        {!draft.kept && (
          <Callout tone="warn" title="This browser does not keep your text">
            Its storage is full or switched off. Publish, or copy the text elsewhere, before you leave.
          </Callout>
        )}
        {outdated && !publishing && activeNumber !== null && (
          <ConflictNotice
            baseVersion={draft.baseVersion}
            activeNumber={activeNumber}
            onCompare={() => setView("diff")}
            onRebase={() => draft.rebase(activeNumber)}
          />
        )}
        <div className="grid gap-3 xl:grid-cols-[1fr_20rem]">
          <Card className={view === "text" ? "h-[max(24rem,calc(100dvh-13rem))] overflow-hidden" : "overflow-hidden"}>
            {view === "text" ? (
              <YamlEditor
                ref={editor}
                label="Routing config"
                value={draft.text}
                onChange={mayPublish ? draft.write : undefined}
                diagnostics={checked?.diagnostics ?? []}
              />
            ) : (
              <YamlDiff
                before={active?.yaml ?? ""}
                after={draft.text}
                beforeLabel={activeNumber === null ? "Nothing serves yet" : `v${activeNumber}, serves now`}
                afterLabel="Your text"
              />
            )}
          </Card>
          <aside className="space-y-3">
            <Card className="p-4" aria-labelledby="problems">
              <h2 id="problems" className="mb-2 font-medium text-[13px]">
                Problems
              </h2>
              <div className="max-h-80 overflow-y-auto" role="status">
                {checked === null ? (
                  <p className="text-[13px] text-muted">Checking …</p>
                ) : (
                  <ProblemList diagnostics={checked.diagnostics} onJump={jump} />
                )}
              </div>
            </Card>
            <Card className="p-4" aria-labelledby="changes">
              <h2 id="changes" className="mb-2 font-medium text-[13px]">
                What changes
              </h2>
              <ChangeSummary
                changes={checked?.hasErrors === true && checked.changes?.length === 0 ? null : (checked?.changes ?? [])}
              />
            </Card>
          </aside>
        </div>
      </div>
      {publishing && (
        <PublishDialog
          yaml={draft.text}
          baseVersion={draft.baseVersion}
          changes={checked?.changes ?? null}
          onPublished={draft.finish}
          onClose={(published) => {
            setPublishing(false);
            if (published) router.push(paths.routing(place));
          }}
        />
      )}
    </>
  );
}

function aboutBase(environmentName: string, baseVersion: number | null): string {
  return baseVersion === null
    ? `The first config of ${environmentName}`
    : `For ${environmentName}, based on v${baseVersion}. Kept in this browser until you publish.`;
}

function whyNot(hasErrors: boolean, same: boolean, outdated: boolean): string {
  if (outdated) return "Another version serves meanwhile: see above";
  if (same) return "This is what serves already";
  return hasErrors ? "Mend the problems first" : "Checking …";
}
