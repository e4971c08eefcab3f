"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { formatDuration } from "../format/format-duration.ts";
import { formatRequestCost } from "../format/format-money.ts";
import { formatCount } from "../format/format-number.ts";
import { type RequestFilter, searchOf } from "./log-view.ts";
import { formatView } from "../dashboard/view/format-view.ts";
import { firstView } from "../dashboard/view/view.ts";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import type { Outputs } from "../trpc/outputs.ts";
import { Card } from "../ui/card.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Time } from "../ui/time.tsx";

type Story = Outputs["requests"]["get"];

/** What is known of a request, in figures and names. */
export function RequestFacts({ request }: { readonly request: Story }) {
  const { place } = useWorkspace();
  const perToken = perTokenMs(request);
  return (
    <Card className="grid gap-x-6 gap-y-3 p-4 sm:grid-cols-2 lg:grid-cols-4" aria-label="Facts">
      <Facts
        facts={[
          ["Duration", <strong key="d">{formatDuration(request.durationMs)}</strong>],
          ["Time to first token", request.stream ? formatDuration(request.firstTokenMs) : "not a stream"],
          ["Per token after it", formatDuration(perToken)],
          ["Started", <Time key="t" atMs={request.startedAtMs} as="log" />],
        ]}
      />
      <Facts
        facts={[
          ["Cost", <strong key="c">{formatRequestCost(request.costNanoUsd)}</strong>],
          [
            "Input tokens",
            `${formatCount(request.inputTokens)}${request.cachedInputTokens > 0 ? ` (${formatCount(request.cachedInputTokens)} cached)` : ""}`,
          ],
          ["Output tokens", formatCount(request.outputTokens)],
          ["Counted by", request.tokensEstimated ? "the gateway (estimate)" : "the upstream"],
          ["Dashboard", <DashboardLink key="d" request={request} />],
        ]}
      />
      <Facts
        facts={[
          ["Route", request.route === null ? "none matched" : <Filtered key="r" filter={{ route: request.route }} />],
          [
            "Upstream",
            request.upstream === null ? "none was tried" : <Filtered key="u" filter={{ upstream: request.upstream }} />,
          ],
          [
            "Model asked for",
            request.requestedModel === null ? "–" : <Filtered key="m" filter={{ model: request.requestedModel }} />,
          ],
          [
            "Config version",
            request.configVersion === null ? (
              "–"
            ) : (
              <Link
                key="v"
                href={paths.version(place, request.configVersion)}
                className="rounded font-mono text-accent-text hover:underline"
              >
                v{request.configVersion}
              </Link>
            ),
          ],
        ]}
      />
      <Facts
        facts={[
          ["Key", request.keyName ?? "unknown"],
          ["Status", `${request.status}${request.stream ? ", streaming" : ""}`],
          ["Endpoint", request.endpoint],
          ["Trace", request.traceId === null ? "–" : <RunLink key="t" by="trace" runKey={request.traceId} />],
          [
            "Session",
            request.sessionHash === null ? "–" : <RunLink key="s" by="session" runKey={request.sessionHash} />,
          ],
        ]}
      />
    </Card>
  );
}

/** Leads to the requests that have the same. */
function Filtered({ filter }: { readonly filter: RequestFilter }) {
  const { place } = useWorkspace();
  const search = searchOf({ filter, window: { kind: "any" }, at: null });
  return (
    <Link
      href={`${paths.requests(place)}${search}`}
      className="rounded text-accent-text hover:underline"
      title="Show requests with the same"
    >
      {Object.values(filter).join("")}
    </Link>
  );
}

/** Leads to all requests of a session or trace. */
function RunLink({ by, runKey }: { readonly by: "session" | "trace"; readonly runKey: string }) {
  const { place } = useWorkspace();
  return (
    <span className="inline-flex items-center gap-1">
      <Link href={paths.run(place, by, runKey)} className="rounded text-accent-text hover:underline">
        <code className="font-mono text-xs">{runKey.slice(0, 12)}…</code>
      </Link>
      <CopyButton text={runKey} label={by === "trace" ? "Copy trace id" : "Copy session hash"} />
    </span>
  );
}

/** How far around a request its dashboard looks, ms. */
const aroundMs = 900_000;

/** Leads to the dashboard of the request's route and upstream around its time. */
function DashboardLink({ request }: { readonly request: Story }) {
  const { place } = useWorkspace();
  const { route, upstream, startedAtMs } = request;
  const query = formatView({
    ...firstView,
    window: { kind: "between", fromMs: startedAtMs - aroundMs, toMs: startedAtMs + aroundMs },
    filters: { ...(route !== null && { route: [route] }), ...(upstream !== null && { upstream: [upstream] }) },
  });
  return (
    <Link
      href={`${paths.overview(place)}?${query}`}
      className="rounded text-accent-text hover:underline"
      title="This route and upstream, 15 minutes before and after"
    >
      around this time
    </Link>
  );
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="space-y-1.5 text-[13px]">
      {facts.map(([name, value]) => (
        <div key={name} className="flex min-h-6 items-center justify-between gap-3">
          <dt className="shrink-0 text-muted">{name}</dt>
          <dd className="min-w-0 truncate text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** (end-to-end − TTFT) ÷ (output tokens − 1), ms; null without a stream of two tokens. */
function perTokenMs({ firstTokenMs, durationMs, outputTokens }: Story): number | null {
  return firstTokenMs === null || outputTokens < 2 ? null : (durationMs - firstTokenMs) / (outputTokens - 1);
}
