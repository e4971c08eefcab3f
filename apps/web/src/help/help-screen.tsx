"use client";

import { BookOpen } from "lucide-react";
import { useState } from "react";
import { ShortcutList } from "../commands/shortcut-list.tsx";
import { PageHeader } from "../shell/page-header.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Input } from "../ui/input.tsx";
import { termGroups, terms } from "./glossary.ts";

/** What the words of the workspace mean, and which keys do what. */
export function HelpScreen() {
  const [text, setText] = useState("");
  const sought = text.trim().toLowerCase();
  const found = terms.filter(
    ({ name, meaning }) => name.toLowerCase().includes(sought) || meaning.toLowerCase().includes(sought),
  );
  return (
    <>
      <PageHeader title="Help" about="What the words mean here, and which keys do what">
        <Input
          type="search"
          aria-label="Search the words"
          placeholder="Search the words"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="w-56"
        />
      </PageHeader>
      <div className="grid items-start gap-3 xl:grid-cols-[1fr_26rem]">
        <Card aria-labelledby="words">
          <h2 id="words" className="border-border border-b px-4 py-2.5 font-medium text-[13px]">
            Words
          </h2>
          {found.length === 0 && (
            <EmptyState icon={BookOpen} title="No word fits">
              Neither a word nor a meaning holds “{text.trim()}”.
            </EmptyState>
          )}
          {termGroups.map((group) => {
            const inGroup = found.filter((term) => term.group === group);
            return (
              inGroup.length > 0 && (
                <section key={group} className="px-4 py-3" aria-label={group}>
                  <h3 className="mb-1 font-medium text-muted text-xs">{group}</h3>
                  <dl>
                    {inGroup.map(({ id, name, meaning }) => (
                      <div
                        key={id}
                        id={id}
                        className="rounded-md px-2 py-1.5 text-[13px] target:bg-accent sm:grid sm:grid-cols-[11rem_1fr] sm:gap-4"
                      >
                        <dt className="font-medium">{name}</dt>
                        <dd className="text-muted">{meaning}</dd>
                      </div>
                    ))}
                  </dl>
                </section>
              )
            );
          })}
        </Card>
        <Card aria-labelledby="shortcuts">
          <h2 id="shortcuts" className="border-border border-b px-4 py-2.5 font-medium text-[13px]">
            Keyboard shortcuts
          </h2>
          <div className="p-4">
            <ShortcutList />
          </div>
        </Card>
      </div>
    </>
  );
}
