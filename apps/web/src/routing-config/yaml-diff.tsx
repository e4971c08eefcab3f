"use client";

import { yaml } from "@codemirror/lang-yaml";
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useRef, useState } from "react";
import { editorLook } from "./editor-look.ts";

const collapse = { margin: 4, minSize: 8 };

/** Two texts side by side, or one below the other where the screen is narrow; what is alike is folded away. */
export function YamlDiff({
  before,
  after,
  beforeLabel,
  afterLabel,
}: {
  readonly before: string;
  readonly after: string;
  readonly beforeLabel: string;
  readonly afterLabel: string;
}) {
  const parent = useRef<HTMLDivElement>(null);
  const wide = useIsWide();
  useEffect(() => {
    if (parent.current === null) return undefined;
    const common = (label: string): Extension[] => [
      lineNumbers(),
      yaml(),
      editorLook,
      EditorState.readOnly.of(true),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
    ];
    const view = wide
      ? new MergeView({
          parent: parent.current,
          a: { doc: before, extensions: common(beforeLabel) },
          b: { doc: after, extensions: common(afterLabel) },
          collapseUnchanged: collapse,
        })
      : new EditorView({
          parent: parent.current,
          doc: after,
          extensions: [
            ...common(afterLabel),
            unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: collapse }),
          ],
        });
    return () => view.destroy();
  }, [before, after, beforeLabel, afterLabel, wide]);
  return (
    <div>
      {wide && (
        <div className="grid grid-cols-2 border-border border-b text-muted text-xs">
          <p className="px-3 py-1.5">{beforeLabel}</p>
          <p className="border-border border-l px-3 py-1.5">{afterLabel}</p>
        </div>
      )}
      <div ref={parent} className="[&_.cm-mergeView]:max-h-[70dvh]" />
    </div>
  );
}

function useIsWide(): boolean {
  const [wide, setWide] = useState(true);
  useEffect(() => {
    const query = window.matchMedia("(min-width: 768px)");
    const tell = () => setWide(query.matches);
    tell();
    query.addEventListener("change", tell);
    return () => query.removeEventListener("change", tell);
  }, []);
  return wide;
}
