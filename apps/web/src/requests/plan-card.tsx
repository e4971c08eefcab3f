import type { AttemptRecord, RequestDetails } from "@meridian/metrics";
import type { RoutePlan, RuleVerdict, Skipped } from "@meridian/routing";
import { CircleSlash2 } from "lucide-react";
import { formatScore } from "../format/format-number.ts";
import { Badge } from "../ui/badge.tsx";
import { Callout } from "../ui/callout.tsx";
import { Card } from "../ui/card.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { noPlanWords, policyWords, skipWords } from "./reason-words.ts";

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
  return (
    <div className="space-y-2 pb-2">
      <p className="px-4 text-[13px] text-muted">
        Route <span className="font-medium text-foreground">{plan.route}</span>, policy{" "}
        <span className="font-medium text-foreground">{plan.policy}</span>: ordered {policyWords[plan.policy]}.
      </p>
      {plan.panic && (
        <div className="px-4">
          <Callout tone="warn" title="Nothing was available">
            The least bad upstream was tried rather than failing everything.
          </Callout>
        </div>
      )}
      {plan.rules && <Rules verdicts={plan.rules} />}
      {plan.canary && (
        <p className={plan.canary.inside ? "px-4 text-[13px]" : "px-4 text-[13px] text-muted"}>
          {plan.canary.inside ? "Canary" : "Not canary"} <span className="font-medium">{plan.canary.upstream}</span>:{" "}
          {plan.canary.why}.
        </p>
      )}
      <Table label="Candidates">
        <thead>
          <tr>
            <Th numeric className="w-10">
              #
            </Th>
            <Th>Candidate</Th>
            <Th numeric>Priority</Th>
            <Th numeric title="What the policy ordered by; lower is better">
              Score
            </Th>
            <Th>Why here</Th>
            <Th>Tried</Th>
          </tr>
        </thead>
        <tbody>
          {plan.candidates.map((candidate, at) => {
            const tries = attempts.filter(({ upstream }) => upstream === candidate.name).length;
            return (
              <Tr key={candidate.name}>
                <Td numeric className="text-muted">
                  {at + 1}
                </Td>
                <Td className="whitespace-nowrap font-medium">{candidate.name}</Td>
                <Td numeric>{candidate.priority}</Td>
                <Td numeric>{formatScore(candidate.score)}</Td>
                <Td className="min-w-48">{candidate.why}</Td>
                <Td className="text-muted">{tries === 0 ? "no" : tries === 1 ? "yes" : `${tries} times`}</Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
      {plan.skipped.length > 0 && <SkippedTable skipped={plan.skipped} />}
    </div>
  );
}

/** Which rule decided what is preferred, and why those before it did not. */
function Rules({ verdicts }: { readonly verdicts: readonly RuleVerdict[] }) {
  return (
    <ul aria-label="Rules" className="space-y-1 px-4 pb-1 text-[13px]">
      {verdicts.map(({ name, applied, why }) => (
        <li key={name} className={applied ? undefined : "text-muted"}>
          {applied ? "Rule" : "Not rule"} <span className="font-medium">“{name}”</span>: {why}.
        </li>
      ))}
    </ul>
  );
}

function SkippedTable({ skipped }: { readonly skipped: readonly Skipped[] }) {
  return (
    <Table label="Skipped upstreams">
      <thead>
        <tr>
          <Th>Skipped</Th>
          <Th>Reason</Th>
          <Th>In detail</Th>
        </tr>
      </thead>
      <tbody>
        {skipped.map(({ name, reason, why }) => (
          <Tr key={name}>
            <Td className="whitespace-nowrap font-medium">{name}</Td>
            <Td>
              <Badge tone="warn" icon={CircleSlash2}>
                {skipWords[reason]}
              </Badge>
            </Td>
            <Td className="min-w-48 text-muted">{why}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
