import type { AttemptRecord, RequestDetails } from "@meridian/metrics";
import {
  type CandidateWords,
  noPlanWords,
  planInWords,
  type RoutePlan,
  type Skipped,
  skipWords,
} from "@meridian/routing";
import { CircleSlash2 } from "lucide-react";
import { Badge } from "../ui/badge.tsx";
import { Callout } from "../ui/callout.tsx";
import { Card } from "../ui/card.tsx";
import { Table, Td, Th } from "../ui/table.tsx";

/** How routing decided: whom it would try in which order and why, and whom not. */
export function PlanCard({
  plan,
  attempts,
}: {
  readonly plan: RequestDetails["plan"];
  readonly attempts: readonly AttemptRecord[];
}) {
  return (
    <Card className="overflow-hidden" aria-labelledby="plan">
      <h2 id="plan" className="px-4 pt-3 pb-1 font-medium text-[13px]">
        Plan
      </h2>
      {plan === null ? (
        <p className="px-4 pb-4 text-[13px] text-muted">The request was answered before routing had to decide.</p>
      ) : "kind" in plan ? (
        <div className="pb-2">
          <p className="px-4 pb-2 text-[13px]">{noPlanWords(plan)}</p>
          {"skipped" in plan && <SkippedTable skipped={plan.skipped} />}
        </div>
      ) : (
        <Decided plan={plan} attempts={attempts} />
      )}
    </Card>
  );
}

function Decided({ plan, attempts }: { readonly plan: RoutePlan; readonly attempts: readonly AttemptRecord[] }) {
  const words = planInWords(plan);
  const asides: readonly (readonly [what: string, words: string])[] = [
    ...words.rules.map((rule) => [`Rule “${rule.name}”`, rule.words] as const),
    ...(words.canary === null ? [] : [["Canary", words.canary] as const]),
    ...(words.affinity === null ? [] : [["Affinity", words.affinity] as const]),
  ];
  return (
    <div className="space-y-2 pb-2">
      <div className="space-y-1 px-4 text-[13px]">
        <p className="font-medium">{words.chosen}</p>
        <p className="text-muted">
          Route <span className="font-medium text-foreground">{plan.route}</span>, policy{" "}
          <span className="font-medium text-foreground">{plan.policy}</span>. {words.order}
        </p>
      </div>
      {plan.panic && (
        <div className="px-4">
          <Callout tone="warn" title="Nothing was available">
            The least bad upstream was tried rather than failing everything.
          </Callout>
        </div>
      )}
      {asides.length > 0 && (
        <dl aria-label="Before the policy" className="space-y-1 px-4 pb-1 text-[13px]">
          {asides.map(([what, said]) => (
            <div key={what} className="gap-2 sm:grid sm:grid-cols-[12rem_1fr]">
              <dt className="font-medium">{what}</dt>
              <dd className="min-w-0 text-muted">{said}</dd>
            </div>
          ))}
        </dl>
      )}
      <Table label="Candidates">
        <thead>
          <tr>
            <Th numeric className="w-10">
              #
            </Th>
            <Th>Candidate</Th>
            <Th numeric>Priority</Th>
            <Th title="What the policy ordered by; lower is better">Score</Th>
            <Th className="max-sm:hidden">Why here</Th>
            <Th>Tried</Th>
          </tr>
        </thead>
        {words.candidates.map((candidate, at) => (
          <Candidate
            key={candidate.name}
            candidate={candidate}
            place={at + 1}
            tries={attempts.filter(({ upstream }) => upstream === candidate.name).length}
          />
        ))}
      </Table>
      {plan.skipped.length > 0 && <SkippedTable skipped={plan.skipped} />}
    </div>
  );
}

/** A row; on a narrow screen why it stands there has one of its own below, as wide as the card. */
function Candidate({
  candidate,
  place,
  tries,
}: {
  readonly candidate: CandidateWords;
  readonly place: number;
  readonly tries: number;
}) {
  return (
    <tbody className="border-border border-b last:border-b-0">
      <tr>
        <Td numeric className="text-muted">
          {place}
        </Td>
        <Td className={nameLook}>{candidate.name}</Td>
        <Td numeric>{candidate.priority}</Td>
        <Td className="sm:min-w-24">
          <Score {...candidate} />
        </Td>
        <Td className="min-w-48 max-sm:hidden">{candidate.why}</Td>
        <Td className="text-muted">{tries === 0 ? "no" : tries === 1 ? "yes" : `${tries} times`}</Td>
      </tr>
      <Below columns={5}>{candidate.why}</Below>
    </tbody>
  );
}

/** What has no room beside the rest on a narrow screen. */
function Below({ columns, children }: { readonly columns: number; readonly children: string }) {
  return (
    <tr className="sm:hidden">
      <Td colSpan={columns} className="px-4 pt-0 text-muted [overflow-wrap:anywhere]">
        {children}
      </Td>
    </tr>
  );
}

/** Names are of any length. */
const nameLook = "font-medium max-sm:[overflow-wrap:anywhere] sm:whitespace-nowrap";

/** The number in words, over a bar that is as long as it is of the worst candidate's. */
function Score({ score, bar }: CandidateWords) {
  if (score === null) return <span className="text-muted">by turns</span>;
  return (
    <>
      <span className="whitespace-nowrap tabular-nums">{score}</span>
      {bar !== null && (
        <span className="mt-1 block h-1 overflow-hidden rounded-full bg-sunken" aria-hidden>
          <span className="block h-full rounded-full bg-(--series-1)" style={{ width: `${bar * 100}%` }} />
        </span>
      )}
    </>
  );
}

function SkippedTable({ skipped }: { readonly skipped: readonly Skipped[] }) {
  return (
    <Table label="Skipped upstreams">
      <thead>
        <tr>
          <Th>Skipped</Th>
          <Th>Reason</Th>
          <Th className="max-sm:hidden">In detail</Th>
        </tr>
      </thead>
      {skipped.map(({ name, reason, why }) => (
        <tbody key={name} className="border-border border-b last:border-b-0">
          <tr>
            <Td className={nameLook}>{name}</Td>
            <Td>
              <Badge tone="warn" icon={CircleSlash2} className="max-sm:h-auto max-sm:whitespace-normal max-sm:py-0.5">
                {skipWords[reason]}
              </Badge>
            </Td>
            <Td className="min-w-48 text-muted max-sm:hidden">{why}</Td>
          </tr>
          <Below columns={2}>{why}</Below>
        </tbody>
      ))}
    </Table>
  );
}
