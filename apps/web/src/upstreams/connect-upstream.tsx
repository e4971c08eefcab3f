"use client";

import { useState } from "react";
import type { CloudGuide } from "./cloud-guides.ts";
import { CloudSteps } from "./cloud-steps.tsx";
import { type ChosenModels, ModelPicker } from "./model-picker.tsx";
import { type ChosenProvider, ProviderPicker } from "./provider-picker.tsx";
import { ReviewUpstream } from "./review-upstream.tsx";
import { type TestedUpstream, UpstreamForm } from "./upstream-form.tsx";
import type { PublishedUpstream } from "./use-publish-upstream.ts";

type Step =
  | { readonly at: "provider" }
  | { readonly at: "cloud"; readonly guide: CloudGuide }
  | { readonly at: "form"; readonly chosen: ChosenProvider }
  | { readonly at: "models"; readonly chosen: ChosenProvider; readonly tested: TestedUpstream }
  | {
      readonly at: "review";
      readonly chosen: ChosenProvider;
      readonly tested: TestedUpstream;
      readonly models: ChosenModels;
    };

/** From "which one" to a published config: provider, address and key, models, what changes. */
export function ConnectUpstream({
  active,
  onPublished,
}: {
  /** What serves now; null before the first config. */
  readonly active: { readonly number: number; readonly yaml: string } | null;
  readonly onPublished: (published: PublishedUpstream) => void;
}) {
  const [step, setStep] = useState<Step>({ at: "provider" });
  switch (step.at) {
    case "provider":
      return (
        <ProviderPicker
          onChoose={(chosen) => setStep({ at: "form", chosen })}
          onGuide={(guide) => setStep({ at: "cloud", guide })}
        />
      );
    case "cloud":
      return (
        <Titled title={step.guide.label}>
          <CloudSteps guide={step.guide} hasConfig={active !== null} onBack={() => setStep({ at: "provider" })} />
        </Titled>
      );
    case "form":
      return (
        <Titled title={step.chosen.preset.label}>
          <UpstreamForm
            chosen={step.chosen}
            onTested={(tested) => setStep({ ...step, at: "models", tested })}
            onBack={() => setStep({ at: "provider" })}
          />
        </Titled>
      );
    case "models":
      return (
        <Titled title={step.chosen.preset.label}>
          <ModelPicker
            preset={step.chosen.preset}
            tested={step.tested}
            onChosen={(models) => setStep({ ...step, at: "review", models })}
            onBack={() => setStep({ at: "form", chosen: { ...step.chosen, baseUrl: step.tested.baseUrl } })}
          />
        </Titled>
      );
    case "review":
      return (
        <Titled title={step.chosen.preset.label}>
          <ReviewUpstream
            active={active}
            preset={step.chosen.preset}
            tested={step.tested}
            chosen={step.models}
            onPublished={onPublished}
            onBack={() => setStep({ at: "models", chosen: step.chosen, tested: step.tested })}
          />
        </Titled>
      );
  }
}

function Titled({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <div className="space-y-3">
      <h2 className="font-semibold text-[15px]">{title}</h2>
      {children}
    </div>
  );
}
