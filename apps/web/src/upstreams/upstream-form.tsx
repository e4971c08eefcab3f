"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { ArrowLeft, ExternalLink, PlugZap } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Callout } from "../ui/callout.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Refusal } from "../ui/refusal.tsx";
import { Select } from "../ui/select.tsx";
import { Worded } from "../ui/worded.tsx";
import type { ChosenProvider } from "./provider-picker.tsx";
import { secretsFor } from "./secrets-for.ts";

export type UpstreamKey =
  | { readonly kind: "none" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "secret"; readonly name: string };

/** An upstream that answered. */
export type TestedUpstream = {
  readonly baseUrl: string;
  readonly key: UpstreamKey;
  readonly models: readonly string[];
  readonly tookMs: number;
};

/** Address and key of an upstream, tried before anything is stored. */
export function UpstreamForm({
  chosen,
  onTested,
  onBack,
}: {
  readonly chosen: ChosenProvider;
  readonly onTested: (tested: TestedUpstream) => void;
  readonly onBack: () => void;
}) {
  const { environmentId } = useWorkspace();
  const { preset } = chosen;
  const trpc = useTRPC();
  const [baseUrl, setBaseUrl] = useState(chosen.baseUrl);
  const [text, setText] = useState("");
  const [stored, setStored] = useState("");
  const secrets = useQuery(trpc.secrets.list.queryOptions({ environmentId })).data ?? [];
  const fitting = secretsFor(baseUrl, secrets);
  const secret = fitting.includes(stored) ? stored : "";
  const key: UpstreamKey =
    secret !== ""
      ? { kind: "secret", name: secret }
      : text.trim() === ""
        ? { kind: "none" }
        : { kind: "text", text: text.trim() };
  const test = useMutation({
    ...trpc.upstreams.test.mutationOptions(),
    onSuccess: (answer) => {
      if (answer.kind !== "models") return;
      const models = [...new Set(answer.models.map(({ id }) => id))];
      onTested({ baseUrl: baseUrl.trim().replace(/\/+$/, ""), key, models, tookMs: answer.tookMs });
    },
  });
  const ready = baseUrl.trim() !== "" && (!chosen.wantsKey || key.kind !== "none");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !test.isPending)
      test.mutate({ environmentId, baseUrl: baseUrl.trim(), provider: preset.provider, key });
  };
  const problem = test.data?.kind === "problem" ? test.data.problem : null;
  return (
    <form onSubmit={submit} className="max-w-xl space-y-4">
      <Field label="Address" hint="Where its API is, up to and including the version.">
        {(ids) => (
          <Input
            {...ids}
            value={baseUrl}
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://llm.example.com/v1"
            className="h-9 font-mono"
            onChange={(event) => setBaseUrl(event.target.value)}
          />
        )}
      </Field>
      {fitting.length > 0 && (
        <Field label="Key" hint="Keys that are stored for this host already, or another one.">
          {(ids) => (
            <Select {...ids} value={secret} className="w-full" onChange={(event) => setStored(event.target.value)}>
              <option value="">{chosen.wantsKey ? "Another key" : "Another key, or none"}</option>
              {fitting.map((name) => (
                <option key={name} value={name}>
                  Stored: {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {secret === "" && (
        <Field
          label={chosen.wantsKey ? "API key" : "API key (if it wants one)"}
          hint={
            <>
              It is stored sealed, sent to this host only, and never shown again.{" "}
              {preset.keysAt !== undefined && (
                <a href={preset.keysAt} target="_blank" rel="noreferrer" className="text-primary underline">
                  Keys of {preset.label} <ExternalLink className="inline size-3" aria-label="(another site)" />
                </a>
              )}
            </>
          }
        >
          {(ids) => (
            <Input
              {...ids}
              type="password"
              value={text}
              autoComplete="off"
              spellCheck={false}
              className="h-9 font-mono"
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
      )}
      {problem && (
        <Callout tone="bad" role="alert" title={problem.message.replaceAll("`", "")}>
          <Worded text={problem.hint} />
        </Callout>
      )}
      <Refusal error={test.error} title="Not tested" />
      <div className="flex flex-wrap gap-2">
        <Button onClick={onBack}>
          <ArrowLeft /> Back
        </Button>
        <Button type="submit" variant="primary" busy={test.isPending} disabled={!ready}>
          {!test.isPending && <PlugZap />} Test and list models
        </Button>
      </div>
    </form>
  );
}
