import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The editor in the app's colours, light and dark alike: they are the theme's own variables. */
const theme = EditorView.theme({
  "&": { backgroundColor: "var(--surface)", color: "var(--foreground)", fontSize: "12.5px", height: "100%" },
  // The frame around it shows the focus.
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-geist-mono), monospace", lineHeight: "1.55" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--muted)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--ring) 7%, transparent)" },
  ".cm-cursor": { borderLeftColor: "var(--foreground)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--ring) 26%, transparent) !important",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    color: "var(--foreground)",
    border: "1px solid var(--border)",
    borderRadius: "6px",
    boxShadow: "var(--shadow-raised)",
    maxWidth: "30rem",
    fontFamily: "var(--font-geist-sans), sans-serif",
    fontSize: "12.5px",
  },
  ".cm-tooltip-hover": { padding: "6px 10px" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-geist-mono), monospace" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--accent-text)" },
  ".cm-tooltip.cm-completionInfo": { padding: "6px 10px" },
  ".cm-diagnostic": { padding: "5px 10px", borderLeftWidth: "3px" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--foreground)" },
  ".cm-panel input, .cm-panel button": { fontSize: "12px" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--sunken)", border: "1px solid var(--border)", color: "var(--muted)" },
  // Blue and orange, not green and red: what was is orange, what is to be is blue.
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": {
    backgroundColor: "color-mix(in srgb, var(--series-2) 13%, transparent)",
  },
  "&.cm-merge-b .cm-changedLine": { backgroundColor: "color-mix(in srgb, var(--series-1) 13%, transparent)" },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": {
    background: "color-mix(in srgb, var(--series-2) 34%, transparent)",
  },
  "&.cm-merge-b .cm-changedText": { background: "color-mix(in srgb, var(--series-1) 34%, transparent)" },
  "&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter": { background: "var(--series-2)" },
  "&.cm-merge-b .cm-changedLineGutter": { background: "var(--series-1)" },
  ".cm-insertedLine, .cm-deletedLine, .cm-deletedLine del": { backgroundColor: "transparent", textDecoration: "none" },
  ".cm-collapsedLines": {
    background: "var(--sunken)",
    color: "var(--muted)",
    fontFamily: "var(--font-geist-sans), sans-serif",
    "&:before, &:after": { content: '"···"', color: "var(--muted)" },
  },
});

const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent-text)" },
  { tag: [tags.string, tags.content], color: "var(--foreground)" },
  { tag: [tags.number, tags.bool, tags.keyword, tags.atom], color: "var(--warn)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.separator, tags.meta], color: "var(--muted)" },
]);

export const editorLook: Extension = [theme, syntaxHighlighting(highlight)];
