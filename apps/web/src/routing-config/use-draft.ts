"use client";

import { useEffect, useRef, useState } from "react";
import { type Draft, dropDraft, loadDraft, saveDraft } from "./draft.ts";
import { firstDocument } from "./first-document.ts";

type Published = { readonly number: number; readonly yaml: string } | null;

export type DraftState = {
  readonly text: string;
  readonly baseVersion: number | null;
  /** When the text was kept, if it was found again rather than begun anew. */
  readonly foundAtMs: number | null;
  /** Whether this browser keeps the text. */
  readonly kept: boolean;
  readonly write: (text: string) => void;
  /** Says that the text now builds on another version. */
  readonly rebase: (version: number) => void;
  /** Begins anew from what serves; gives back what was there, to undo. */
  readonly startOver: () => Draft;
  readonly restore: (draft: Draft) => void;
  /** The text was published, as this version. */
  readonly finish: (version: number) => void;
};

/** The text of an environment's editor. Every change is kept in this browser until it is published or given up. */
export function useDraft(environmentId: string, published: Published): DraftState {
  const origin = published?.yaml ?? firstDocument;
  const [found] = useState(() => loadDraft(window.localStorage, environmentId));
  const useful = found !== null && found.yaml !== origin ? found : null;
  const [draft, setDraft] = useState<Draft>(
    useful ?? { yaml: origin, baseVersion: published?.number ?? null, savedAtMs: 0 },
  );
  const [foundAtMs, setFoundAtMs] = useState(useful?.savedAtMs ?? null);
  const [kept, setKept] = useState(true);
  const current = useRef(draft);

  const change = (next: Draft) => {
    current.current = next;
    setDraft(next);
    setKept(saveDraft(window.localStorage, environmentId, next));
  };

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (!kept) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [kept]);

  return {
    text: draft.yaml,
    baseVersion: draft.baseVersion,
    foundAtMs,
    kept,
    write: (yaml) => {
      if (yaml !== current.current.yaml) change({ ...current.current, yaml, savedAtMs: Date.now() });
    },
    rebase: (baseVersion) => change({ ...current.current, baseVersion, savedAtMs: Date.now() }),
    startOver: () => {
      const before = current.current;
      change({ yaml: origin, baseVersion: published?.number ?? null, savedAtMs: Date.now() });
      dropDraft(window.localStorage, environmentId);
      setFoundAtMs(null);
      return before;
    },
    restore: change,
    finish: (baseVersion) => {
      change({ ...current.current, baseVersion });
      dropDraft(window.localStorage, environmentId);
      setFoundAtMs(null);
    },
  };
}
