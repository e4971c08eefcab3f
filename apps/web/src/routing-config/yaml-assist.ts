import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import { completeAtOffset, hoverAtOffset } from "@meridian/routing-config";

const kinds = { key: "property", word: "enum", name: "variable" } as const;

function complete(context: CompletionContext): CompletionResult | null {
  const found = completeAtOffset(context.state.doc.toString(), context.pos);
  if (found === null || found.options.length === 0) return null;
  if (!context.explicit && found.from === context.pos) return null;
  return {
    from: found.from,
    options: found.options.map(({ label, kind, description }) => ({
      label,
      type: kinds[kind],
      ...(kind === "key" ? { apply: `${label}: ` } : {}),
      ...(description === null ? {} : { info: description }),
    })),
    validFor: /^[\w-]*$/,
  };
}

const hover = hoverTooltip((view, pos) => {
  const found = hoverAtOffset(view.state.doc.toString(), pos);
  if (found === null) return null;
  return {
    pos: found.from,
    end: found.to,
    create: () => {
      const dom = document.createElement("div");
      const path = dom.appendChild(document.createElement("code"));
      path.textContent = found.path;
      path.className = "block font-mono text-muted text-xs";
      dom.appendChild(document.createElement("p")).textContent = found.description;
      return { dom };
    },
  };
});

/** What the language offers while someone writes: completion of keys and names, and what a key means. */
export const yamlAssist: Extension = [autocompletion({ override: [complete], icons: false }), hover];
