"use client";

import { useState } from "react";
import { useCan } from "../shell/workspace-context.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { NumberField } from "../ui/number-field.tsx";
import { RetentionDialog } from "./retention-dialog.tsx";
import {
  boundOf,
  daysWords,
  type RetentionChoice,
  type RetentionKind,
  retentionKinds,
  type RetentionSettings,
  roomOf,
  roomWords,
} from "./retention-words.ts";

type Texts = Readonly<Record<RetentionKind, string>>;

/** The days of each kind; a change is shown with what it deletes before it is made. */
export function RetentionForm({ settings }: { readonly settings: RetentionSettings }) {
  const mayWrite = useCan("retention:write");
  const [texts, setTexts] = useState<Texts>(() => textsOf(settings.own));
  const [reviewing, setReviewing] = useState<RetentionChoice | null>(null);
  const problems = new Map(retentionKinds.map(({ kind }) => [kind, problemWith(texts[kind], boundOf(settings, kind))]));
  const chosen = choiceOf(texts);
  const changed = retentionKinds.some(({ kind }) => chosen[kind] !== settings.own[kind]);
  const wrong = [...problems.values()].some((problem) => problem !== null);
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (changed && !wrong) setReviewing(chosen);
        }}
      >
        <ul className="divide-y divide-border">
          {retentionKinds.map(({ kind, name, rows, about }) => {
            const bound = boundOf(settings, kind);
            return (
              <li key={kind} className="grid gap-x-6 gap-y-2 px-4 py-3 sm:grid-cols-[1fr_15rem]">
                <div>
                  <h2 className="font-medium text-[13px]">{name}</h2>
                  <p className="text-[13px] text-muted">{about}</p>
                  <p className="mt-1 text-xs">Now: {roomWords(roomOf(settings, kind), rows)}</p>
                </div>
                <NumberField
                  label={`${name}, days`}
                  hint={
                    bound === null
                      ? "Empty: as long as the installation keeps them."
                      : `Empty: ${daysWords(bound)}, as long as this installation keeps them.`
                  }
                  error={problems.get(kind) ?? null}
                  max={bound}
                  placeholder={bound === null ? "" : String(bound)}
                  disabled={!mayWrite}
                  value={texts[kind]}
                  onChange={(value) => setTexts({ ...texts, [kind]: value })}
                />
              </li>
            );
          })}
        </ul>
        {mayWrite && (
          <div className="flex flex-wrap justify-end gap-2 border-border border-t px-4 py-3">
            {changed && <Button onClick={() => setTexts(textsOf(settings.own))}>Discard</Button>}
            <Button type="submit" variant="primary" disabled={!changed || wrong}>
              Review the change
            </Button>
          </div>
        )}
      </form>
      {reviewing && <RetentionDialog settings={settings} days={reviewing} onClose={() => setReviewing(null)} />}
    </Card>
  );
}

function textsOf(own: RetentionChoice): Texts {
  const text = (days: number | null) => (days === null ? "" : String(days));
  return { requests: text(own.requests), requestDetails: text(own.requestDetails), cells: text(own.cells) };
}

function choiceOf(texts: Texts): RetentionChoice {
  const days = (text: string) => (text === "" ? null : Number(text));
  return { requests: days(texts.requests), requestDetails: days(texts.requestDetails), cells: days(texts.cells) };
}

function problemWith(text: string, bound: number | null): string | null {
  if (text === "") return null;
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1) return "Write whole days, at least 1.";
  if (bound !== null && days > bound) return `This installation keeps them for ${daysWords(bound)} at most.`;
  return null;
}
