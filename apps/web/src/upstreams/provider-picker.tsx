"use client";

import { useQuery } from "@tanstack/react-query";
import { Cloud, CloudCog, type LucideIcon, Radar, RotateCw, Server } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import type { Outputs } from "../trpc/outputs.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { type CloudGuide, cloudGuides } from "./cloud-guides.ts";
import { presetOf, type ProviderPreset, providerPresets } from "./provider-presets.ts";

export type ChosenProvider = { readonly preset: ProviderPreset; readonly baseUrl: string; readonly wantsKey: boolean };

type Engine = Outputs["upstreams"]["engines"]["engines"][number];

/** Which upstream to connect: one that runs here already, a provider, or a server of one's own. */
export function ProviderPicker({
  onChoose,
  onGuide,
}: {
  readonly onChoose: (chosen: ChosenProvider) => void;
  readonly onGuide: (guide: CloudGuide) => void;
}) {
  const choose = (preset: ProviderPreset) =>
    onChoose({ preset, baseUrl: preset.baseUrl ?? "", wantsKey: preset.key === "needed" });
  return (
    <div className="space-y-5">
      <FoundEngines
        onChoose={({ kind, baseUrl, wantsKey }) => onChoose({ preset: presetOf(kind), baseUrl, wantsKey })}
      />
      <Group icon={Cloud} title="Providers">
        {providerPresets
          .filter(({ place }) => place === "hosted")
          .map((preset) => (
            <Choice key={preset.id} label={preset.label} about={hostOf(preset)} onClick={() => choose(preset)} />
          ))}
      </Group>
      <Group icon={CloudCog} title="Clouds">
        {cloudGuides.map((guide) => (
          <Choice key={guide.id} label={guide.label} about={guide.about} onClick={() => onGuide(guide)} />
        ))}
      </Group>
      <Group icon={Server} title="A server of your own">
        {providerPresets
          .filter(({ place }) => place === "own")
          .map((preset) => (
            <Choice key={preset.id} label={preset.label} about={hostOf(preset)} onClick={() => choose(preset)} />
          ))}
      </Group>
    </div>
  );
}

function FoundEngines({ onChoose }: { readonly onChoose: (engine: Engine) => void }) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const found = useQuery({ ...trpc.upstreams.engines.queryOptions({ environmentId }), staleTime: 10_000 });
  if (found.data?.allowed === false) return null;
  return (
    <Group
      icon={Radar}
      title="Found on this machine"
      action={
        <Button size="sm" variant="ghost" onClick={() => void found.refetch()} busy={found.isFetching}>
          {!found.isFetching && <RotateCw />} Look again
        </Button>
      }
    >
      {found.error !== null && (
        <div className="col-span-full">
          <ErrorState
            what="What runs here"
            error={found.error}
            onRetry={() => void found.refetch()}
            busy={found.isFetching}
          />
        </div>
      )}
      {found.data === undefined && found.error === null && <Skeleton className="h-14" />}
      {found.data?.engines.map((engine) => (
        <Choice
          key={engine.baseUrl}
          label={presetOf(engine.kind).label}
          about={`${new URL(engine.baseUrl).host} · ${modelWords(engine)}`}
          onClick={() => onChoose(engine)}
        />
      ))}
      {found.data?.engines.length === 0 && (
        <p className="col-span-full text-[13px] text-muted">
          No engine answers on the usual ports of Ollama, vLLM, LM Studio, llama.cpp, TGI and SGLang. Start one and look
          again, or choose below.
        </p>
      )}
    </Group>
  );
}

function modelWords({ models, wantsKey }: Engine): string {
  if (wantsKey) return "wants a key";
  if (models.length === 0) return "no model yet";
  return models.length === 1 ? (models[0] ?? "") : `${models.length} models`;
}

function hostOf({ baseUrl }: ProviderPreset): string {
  return baseUrl === null ? "by its address" : new URL(baseUrl).host;
}

function Group({
  icon: Icon,
  title,
  action,
  children,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section>
      <div className="mb-2 flex min-h-7 items-center gap-2">
        <Icon className="size-4 text-muted" aria-hidden />
        <h2 className="flex-1 font-medium text-[13px]">{title}</h2>
        {action}
      </div>
      <div className="grid grid-cols-1 gap-2 sm:grid-cols-2 lg:grid-cols-3">{children}</div>
    </section>
  );
}

function Choice({
  label,
  about,
  onClick,
}: {
  readonly label: string;
  readonly about: string;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="min-w-0 rounded-lg border border-border bg-surface px-3 py-2.5 text-left shadow-card hover:border-border-strong hover:bg-sunken"
    >
      <span className="block font-medium text-[13px]">{label}</span>
      <span className="block truncate text-muted text-xs">{about}</span>
    </button>
  );
}
