"use client";

import { addUpstream, checkRoutingConfig, parseRoutingDocument } from "@meridian/routing-config";
import { ArrowLeft, Rocket } from "lucide-react";
import { useMemo, useState } from "react";
import { ChangeSummary } from "../routing-config/change-summary.tsx";
import { changesBetween } from "../routing-config/changes-between.ts";
import { YamlDiff } from "../routing-config/yaml-diff.tsx";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useIdempotencyKey } from "../trpc/idempotency-key.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Card } from "../ui/card.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Worded } from "../ui/worded.tsx";
import type { ChosenModels } from "./model-picker.tsx";
import type { ProviderPreset } from "./provider-presets.ts";
import { RouteChoice } from "./route-choice.tsx";
import { type RouteWish, upstreamAddition } from "./upstream-addition.ts";
import type { TestedUpstream } from "./upstream-form.tsx";
import { type PublishedUpstream, usePublishUpstream } from "./use-publish-upstream.ts";

/** What will stand in the config, in words and as text, before it is published. */
export function ReviewUpstream({
  active,
  preset,
  tested,
  chosen,
  onPublished,
  onBack,
}: {
  /** What serves now; null before the first config. */
  readonly active: { readonly number: number; readonly yaml: string } | null;
  readonly preset: ProviderPreset;
  readonly tested: TestedUpstream;
  readonly chosen: ChosenModels;
  readonly onPublished: (published: PublishedUpstream) => void;
  readonly onBack: () => void;
}) {
  const { environmentId, environmentName } = useWorkspace();
  const [wish, setWish] = useState<RouteWish>({ kind: "new" });
  const { publish, secretName, secretNames } = usePublishUpstream(preset, tested);
  const before = active?.yaml ?? null;
  const addition = useMemo(
    () => upstreamAddition({ preset, baseUrl: tested.baseUrl, secretName, chosen }, before, wish),
    [preset, tested.baseUrl, secretName, chosen, before, wish],
  );
  const after = useMemo(() => addUpstream(before, addition), [before, addition]);
  const errors = useMemo(() => {
    if (after === null) return [];
    const { diagnostics } = checkRoutingConfig(after, { mode: "workspace", secretNames });
    return diagnostics.filter(({ severity }) => severity !== "info");
  }, [after, secretNames]);
  const routes = useMemo(
    () => (before === null ? [] : Object.keys(parseRoutingDocument(before).document?.routes ?? {})),
    [before],
  );
  const blocked = after === null || errors.some(({ severity }) => severity === "error");
  const baseVersion = active?.number ?? null;
  const idempotencyKey = useIdempotencyKey(environmentId, after, baseVersion);
  const message = `Add the upstream ${addition.upstream.name}`;
  return (
    <div className="space-y-4">
      <RouteChoice routes={routes} wish={wish} onWish={setWish} />
      {after === null ? (
        <Callout tone="warn" title="This config has to be changed by hand">
          It is written in a form that cannot be added to from here. Add the upstream in the editor.
        </Callout>
      ) : (
        <>
          <section className="space-y-1.5">
            <h3 className="font-medium text-[13px]">What changes in {environmentName}</h3>
            <ChangeSummary changes={changesBetween(before, after)} />
          </section>
          {errors.map(({ code, severity, message: said, hint }) => (
            <Callout key={`${code} ${said}`} tone={severity === "error" ? "bad" : "warn"}>
              <Worded text={`${said}${hint === null ? "" : ` ${hint}`}`} />
            </Callout>
          ))}
          <Card className="overflow-hidden">
            {active ? (
              <YamlDiff
                before={active.yaml}
                after={after}
                beforeLabel={`Now: v${active.number}`}
                afterLabel={`With ${addition.upstream.name}`}
              />
            ) : (
              // A region that scrolls must be reachable by keyboard.
              <pre
                tabIndex={0}
                aria-label="The first config"
                className="overflow-x-auto bg-sunken p-3 font-mono text-xs leading-relaxed"
              >
                {after}
              </pre>
            )}
          </Card>
        </>
      )}
      <Refusal error={publish.error} title="Not published" />
      <div className="flex flex-wrap gap-2">
        <Button onClick={onBack} disabled={publish.isPending}>
          <ArrowLeft /> Back
        </Button>
        <Button
          variant="primary"
          busy={publish.isPending}
          disabled={blocked}
          onClick={() => {
            if (after === null) return;
            publish.mutate(
              { yaml: after, message, baseVersion, idempotencyKey },
              { onSuccess: ({ configVersion }) => onPublished({ configVersion, models: chosen.models }) },
            );
          }}
        >
          {!publish.isPending && <Rocket />} Publish
        </Button>
      </div>
    </div>
  );
}
