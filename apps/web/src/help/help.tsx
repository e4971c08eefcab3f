"use client";

import Link from "next/link";
import { paths } from "../shell/paths.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import { Explained } from "../ui/explained.tsx";
import { glossary, type TermId } from "./glossary.ts";

/** A word of the glossary explained beside where it stands, with the way to all words. */
export function Help({ term }: { readonly term: TermId }) {
  const { place } = useWorkspace();
  const { name, meaning } = glossary[term];
  return (
    <Explained about={name}>
      <p>{meaning}</p>
      <Link href={paths.help(place, term)} className="mt-2 inline-block text-accent-text text-xs underline">
        All words
      </Link>
    </Explained>
  );
}
