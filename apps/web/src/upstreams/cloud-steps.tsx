"use client";

import { ArrowLeft, PencilLine } from "lucide-react";
import Link from "next/link";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { type CloudGuide, textOf } from "./cloud-guides.ts";

/** Connects an upstream in a cloud by hand: which secrets it takes, and what to write in the editor. */
export function CloudSteps({
  guide,
  hasConfig,
  onBack,
}: {
  readonly guide: CloudGuide;
  readonly hasConfig: boolean;
  readonly onBack: () => void;
}) {
  const { place } = useWorkspace();
  const text = textOf(guide, hasConfig);
  return (
    <div className="max-w-2xl space-y-5">
      <Step number={1} title="Store what it signs in with">
        <p className="text-[13px] text-muted">
          In{" "}
          <Link href={paths.settingsPage(place, "secrets")} className="text-primary underline">
            Settings, Secrets
          </Link>
          , each with its allowed hosts.
        </p>
        <ul className="divide-y divide-border rounded-md border border-border">
          {guide.secrets.map(({ name, holds, hosts }) => (
            <li key={name} className="space-y-1 px-3 py-2 text-[13px]">
              <p>
                <code className="font-medium font-mono">{name}</code>
                <span className="text-muted"> · {holds}</span>
              </p>
              <p className="flex flex-wrap gap-x-3 text-xs">
                {hosts.map((host) => (
                  <code key={host} className="break-all font-mono">
                    {host}
                  </code>
                ))}
              </p>
            </li>
          ))}
        </ul>
      </Step>
      <Step number={2} title="Write it in the editor">
        <p className="text-[13px] text-muted">
          {hasConfig ? (
            <>
              Under <code className="font-mono">upstreams</code>, with your own names; then add{" "}
              <code className="whitespace-nowrap font-mono">{`- { upstream: ${guide.name} }`}</code> to the targets of a
              route.
            </>
          ) : (
            "With your own names. It is the whole of a first config."
          )}
        </p>
        {/* A region that scrolls must be reachable by keyboard. */}
        <pre
          tabIndex={0}
          aria-label={`${guide.label} in the config`}
          className="overflow-x-auto rounded-md border border-border bg-sunken p-3 font-mono text-xs leading-relaxed"
        >
          {text}
        </pre>
      </Step>
      <div className="flex flex-wrap gap-2">
        <Button onClick={onBack}>
          <ArrowLeft /> Back
        </Button>
        <CopyButton text={text} label="Copy the text" words="Copy" />
        <Button asChild variant="primary">
          <Link href={paths.editor(place)}>
            <PencilLine /> Open the editor
          </Link>
        </Button>
      </div>
    </div>
  );
}

function Step({
  number,
  title,
  children,
}: {
  readonly number: number;
  readonly title: string;
  readonly children: React.ReactNode;
}) {
  return (
    <section className="space-y-2">
      <h3 className="font-medium text-[13px]">
        {number}. {title}
      </h3>
      {children}
    </section>
  );
}
