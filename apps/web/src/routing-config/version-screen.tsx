"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Undo2 } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { PageHeader } from "../shell/page-header.tsx";
import { paths } from "../shell/paths.ts";
import { useCan, useWorkspace } from "../shell/workspace-context.tsx";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Select } from "../ui/select.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Time } from "../ui/time.tsx";
import { ChangeSummary } from "./change-summary.tsx";
import { changesBetween } from "./changes-between.ts";
import { RollBackDialog } from "./roll-back-dialog.tsx";
import { VersionState } from "./version-state.tsx";
import { YamlDiff } from "./yaml-diff.tsx";
import { YamlEditor } from "./yaml-editor.tsx";

/** One version: who, when, why, its text, and how it differs from another. */
export function VersionScreen({ number }: { readonly number: number }) {
  const { workspaceId, environmentId, place } = useWorkspace();
  const mayRollBack = useCan("routing-config:roll-back");
  const trpc = useTRPC();
  const router = useRouter();
  const pathname = usePathname();
  const compareWith = Number(useSearchParams().get("compare")) || null;
  const [rollingBack, setRollingBack] = useState(false);
  const version = useQuery(trpc.routingConfig.version.queryOptions({ workspaceId, number }));
  const other = useQuery({
    ...trpc.routingConfig.version.queryOptions({ workspaceId, number: compareWith ?? number }),
    enabled: compareWith !== null,
  });
  const list = useQuery(trpc.routingConfig.versions.queryOptions({ workspaceId, environmentId })).data?.versions ?? [];
  const entry = list.find((each) => each.number === number);
  const data = version.data;
  const compared = compareWith === null ? null : (other.data ?? null);
  return (
    <>
      <PageHeader
        title={
          <span className="inline-flex flex-wrap items-center gap-2">
            <Button asChild variant="ghost" size="iconSm">
              <Link href={paths.routing(place)} aria-label="Back to all versions">
                <ArrowLeft />
              </Link>
            </Button>
            <span className="font-mono">v{number}</span> {data?.message}
            {entry && <VersionState active={entry.active} served={entry.served} />}
          </span>
        }
        about={
          data && (
            <span className="inline-flex flex-wrap items-center gap-x-1.5">
              {data.authorName} · <Time atMs={data.createdAtMs} /> · sha256{" "}
              <code className="font-mono text-xs">{data.sha256.slice(0, 12)}</code>
              <CopyButton text={data.sha256} label="Copy sha256" />
            </span>
          )
        }
      >
        <label className="flex items-center gap-2 text-[13px] text-muted">
          Compare with
          <Select
            value={compareWith ?? ""}
            onChange={(event) =>
              router.replace(event.target.value === "" ? pathname : `${pathname}?compare=${event.target.value}`, {
                scroll: false,
              })
            }
          >
            <option value="">nothing</option>
            {list
              .filter((each) => each.number !== number)
              .map((each) => (
                <option key={each.number} value={each.number}>
                  v{each.number}
                  {each.active ? " (active)" : ""}
                </option>
              ))}
          </Select>
        </label>
        {entry && !entry.active && entry.served && mayRollBack && (
          <Button variant="primary" onClick={() => setRollingBack(true)}>
            <Undo2 /> Roll back to v{number}
          </Button>
        )}
      </PageHeader>
      {version.error !== null && (
        <ErrorState
          what={`Version ${number}`}
          error={version.error}
          onRetry={() => void version.refetch()}
          busy={version.isFetching}
        />
      )}
      {other.error !== null && compareWith !== null && (
        <ErrorState what={`Version ${compareWith}`} error={other.error} onRetry={() => void other.refetch()} />
      )}
      {version.error === null && data === undefined && <Skeleton className="h-96" />}
      {data && (
        <div className="space-y-3">
          <Card className="p-4" aria-labelledby="summary">
            <h2 id="summary" className="mb-2 font-medium text-[13px]">
              {compareWith === null ? "What it changed" : `From v${compareWith} to v${number}`}
            </h2>
            {compareWith === null ? (
              <ChangeSummary wide changes={data.summary} />
            ) : compared === null ? (
              <Skeleton className="h-6 w-64" />
            ) : (
              <ChangeSummary wide changes={changesBetween(compared.yaml, data.yaml)} />
            )}
          </Card>
          <Card className={compared === null ? "h-[max(20rem,calc(100dvh-18rem))] overflow-hidden" : "overflow-hidden"}>
            {compared === null ? (
              <YamlEditor label={`Version ${number}`} value={data.yaml} diagnostics={noDiagnostics} />
            ) : (
              <YamlDiff
                before={compared.yaml}
                after={data.yaml}
                beforeLabel={`v${compared.number} by ${compared.authorName}`}
                afterLabel={`v${number} by ${data.authorName}`}
              />
            )}
          </Card>
        </div>
      )}
      {rollingBack && <RollBackDialog toVersion={number} onClose={() => setRollingBack(false)} />}
    </>
  );
}

const noDiagnostics: never[] = [];
