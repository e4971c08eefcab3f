"use client";

import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { type Diagnostic as Mark, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { Diagnostic } from "@meridian/routing-config";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { editorLook } from "./editor-look.ts";
import { yamlAssist } from "./yaml-assist.ts";

export type YamlEditorHandle = {
  /** Puts the cursor there and shows it. */
  readonly jumpTo: (offset: number) => void;
};

/** A YAML document to write or, read-only, to read. Its text is its own; `value` is what it begins with and is set to. */
export function YamlEditor({
  value,
  onChange,
  diagnostics,
  label,
  ref,
}: {
  readonly value: string;
  /** Without it the document is read-only. */
  readonly onChange?: ((text: string) => void) | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly label: string;
  readonly ref?: Ref<YamlEditorHandle>;
}) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const change = useRef(onChange);
  const initial = useRef(value);
  const readOnly = onChange === undefined;

  useEffect(() => {
    change.current = onChange;
  }, [onChange]);

  useEffect(() => {
    if (parent.current === null) return undefined;
    const editor = new EditorView({
      parent: parent.current,
      doc: initial.current,
      extensions: [
        lineNumbers(),
        lintGutter(),
        foldGutter(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightSelectionMatches(),
        search({ top: true }),
        yaml(),
        editorLook,
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        ...(readOnly ? [EditorState.readOnly.of(true)] : [yamlAssist]),
        keymap.of([
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...lintKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) change.current?.(update.state.doc.toString());
        }),
      ],
    });
    view.current = editor;
    return () => {
      initial.current = editor.state.doc.toString();
      editor.destroy();
      view.current = null;
    };
  }, [label, readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== value) {
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
    }
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    editor.dispatch(
      setDiagnostics(
        editor.state,
        diagnostics.map((each) => markOf(each, editor.state.doc.length)),
      ),
    );
  }, [diagnostics]);

  useImperativeHandle(ref, () => ({
    jumpTo: (offset) => {
      const at = Math.min(offset, view.current?.state.doc.length ?? 0);
      view.current?.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      view.current?.focus();
    },
  }));

  return (
    <div
      ref={parent}
      className="h-full overflow-hidden rounded-lg ring-ring has-[.cm-focused]:ring-2 ring-inset [&_.cm-scroller]:m-0.5"
    />
  );
}

/** The text may be shorter than when it was checked. */
function markOf({ range, severity, message, hint, code }: Diagnostic, length: number): Mark {
  return {
    from: Math.min(range.start.offset, length),
    to: Math.min(range.end.offset, length),
    severity,
    source: code,
    message: hint === null ? message : `${message} ${hint}`,
  };
}
