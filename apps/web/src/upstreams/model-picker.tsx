"use client";

import { ArrowLeft, ArrowRight, CircleCheck } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { formatDuration } from "../format/format-duration.ts";
import type { ProviderPreset } from "./provider-presets.ts";
import type { TestedUpstream } from "./upstream-form.tsx";

/** What callers may ask for. */
export type ChosenModels = {
  /** Names as callers send them. */
  readonly models: readonly string[];
  /** The provider's own name, where callers send another. */
  readonly upstreamModel: string | null;
};

const mostShown = 200;
const mostChosen = 50;
const slowMs = 3_000;

/** Which of the upstream's models callers may ask for, and by what name when it is one. */
export function ModelPicker({
  preset,
  tested,
  onChosen,
  onBack,
}: {
  readonly preset: ProviderPreset;
  readonly tested: TestedUpstream;
  readonly onChosen: (chosen: ChosenModels) => void;
  readonly onBack: () => void;
}) {
  const { models, tookMs } = tested;
  const [chosen, setChosen] = useState<readonly string[]>(() => (models.length === 1 ? models : []));
  const [search, setSearch] = useState("");
  const [alias, setAlias] = useState<string | null>(null);
  const listId = useId();
  const wanted = search.trim().toLowerCase();
  const fitting = models.filter((model) => model.toLowerCase().includes(wanted));
  const shown = fitting.slice(0, mostShown);
  const [only] = chosen;
  const called = (alias ?? only ?? "").trim();
  const aliasProblem = called.includes("*")
    ? "A name without `*`."
    : called.length > 128
      ? "At most 128 characters."
      : null;
  const ready =
    chosen.length > 0 && chosen.length <= mostChosen && (chosen.length > 1 || (called !== "" && aliasProblem === null));
  const toggle = (model: string) => {
    setAlias(null);
    setChosen(chosen.includes(model) ? chosen.filter((each) => each !== model) : [...chosen, model]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    if (chosen.length === 1 && called !== only) onChosen({ models: [called], upstreamModel: only ?? null });
    else onChosen({ models: chosen, upstreamModel: null });
  };
  return (
    <form onSubmit={submit} className="max-w-xl space-y-4">
      <Callout
        tone="good"
        icon={CircleCheck}
        role="status"
        title={`The upstream answers: ${countWords(models.length)}`}
      >
        {preset.publicList === true
          ? "It lists its models to anybody, so the key itself is only tried by the first request."
          : tookMs > slowMs
            ? `It took ${formatDuration(tookMs)} to say so, which is slow: a longer timeout may be needed.`
            : null}
      </Callout>
      <fieldset className="space-y-2">
        <legend className="font-medium text-[13px]">Models that applications may ask for</legend>
        {models.length > 8 && (
          <Input
            type="search"
            value={search}
            aria-label="Search models"
            aria-controls={listId}
            placeholder={`Search ${models.length} models`}
            className="h-9"
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
        <div id={listId} className="max-h-64 overflow-y-auto rounded-md border border-border">
          {shown.map((model) => (
            <label
              key={model}
              className="flex cursor-pointer items-center gap-2.5 px-3 py-1.5 text-[13px] hover:bg-sunken"
            >
              <input
                type="checkbox"
                checked={chosen.includes(model)}
                onChange={() => toggle(model)}
                className="size-4 shrink-0 accent-(--primary)"
              />
              <span className="min-w-0 break-all font-mono text-xs">{model}</span>
            </label>
          ))}
          {fitting.length === 0 && <p className="px-3 py-2 text-[13px] text-muted">No model has this in its name.</p>}
          {fitting.length > shown.length && (
            <p className="px-3 py-2 text-muted text-xs">and {fitting.length - shown.length} more: search for them.</p>
          )}
        </div>
        <p className="text-muted text-xs" role="status">
          {chosen.length === 0 ? "Choose at least one." : `${countWords(chosen.length)} chosen.`}
          {chosen.length > mostChosen && ` At most ${mostChosen} at a time: more can be written into the config.`}
        </p>
      </fieldset>
      {chosen.length === 1 && (
        <Field
          label="Name that applications send"
          hint="A name of your own lets you change the model behind it later, without touching an application."
          error={aliasProblem}
        >
          {(ids) => (
            <Input
              {...ids}
              value={alias ?? only ?? ""}
              autoComplete="off"
              spellCheck={false}
              className="h-9 font-mono"
              onChange={(event) => setAlias(event.target.value)}
            />
          )}
        </Field>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onBack}>
          <ArrowLeft /> Back
        </Button>
        <Button type="submit" variant="primary" disabled={!ready}>
          Continue <ArrowRight />
        </Button>
      </div>
    </form>
  );
}

const countWords = (count: number): string => (count === 1 ? "1 model" : `${count} models`);
