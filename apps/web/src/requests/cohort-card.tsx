"use client";

import { useQuery } from "@tanstack/react-query";
import { formatCount } from "../format/format-number.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import type { Outputs } from "../trpc/outputs.ts";
import { useTRPC } from "../trpc/use-trpc.ts";
import { Card } from "../ui/card.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Time } from "../ui/time.tsx";
import { rankWords } from "./rank-words.ts";

type Cohort = NonNullable<Outputs["requests"]["cohort"]>;

const measures = [
  { name: "duration", label: "Duration", more: "Slower", less: "faster" },
  { name: "firstToken", label: "Time to first token", more: "Slower", less: "faster" },
  { name: "cost", label: "Cost", more: "Costlier", less: "cheaper" },
  { name: "tokens", label: "Tokens", more: "More", less: "fewer" },
] as const satisfies readonly {
  readonly name: keyof Cohort;
  readonly label: string;
  readonly more: string;
  readonly less: string;
}[];

/** Where a completed request stands among those of its route. */
export function CohortCard({ id }: { readonly id: string }) {
  const { environmentId } = useWorkspace();
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.requests.cohort.queryOptions({ environmentId, id }), staleTime: 60_000 });
  const { data } = query;
  if (query.error !== null) {
    return (
      <ErrorState
        what="The comparison"
        error={query.error}
        onRetry={() => void query.refetch()}
        busy={query.isFetching}
      />
    );
  }
  if (data === undefined) return <Skeleton className="h-24" />;
  if (data === null) return null;
  const ranks = measures.flatMap((measure) => {
    const rank = data[measure.name];
    return rank === null ? [] : [{ ...measure, rank }];
  });
  return (
    <Card className="p-4" aria-labelledby="cohort">
      <h2 id="cohort" className="font-medium text-[13px]">
        Among the completed requests of {data.route}
      </h2>
      <p className="mb-3 text-muted text-xs">
        in the full hours from <Time atMs={data.fromMs} /> to <Time atMs={data.toMs} />
      </p>
      {ranks.length === 0 ? (
        <p className="text-[13px] text-muted">There are fewer than 20 to compare with.</p>
      ) : (
        <ul className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
          {ranks.map(({ name, label, more, less, rank }) => (
            <li key={name}>
              <p className="text-[11.5px] text-muted">{label}</p>
              <p className="font-medium text-[13px]">{rankWords(rank.above, more, less)}</p>
              <div className="relative my-1.5 h-1.5 rounded-full bg-sunken" aria-hidden>
                <span
                  className="absolute -top-0.5 h-2.5 w-1 rounded-full bg-(--series-1)"
                  style={{ left: `calc(${(rank.above * 100).toFixed(2)}% - 2px)` }}
                />
              </div>
              <p className="text-[11.5px] text-muted">
                of {name === "cost" || name === "tokens" ? "the newest " : ""}
                {formatCount(rank.of)}
                {name === "firstToken" && " streams"}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
