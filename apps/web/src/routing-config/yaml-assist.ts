import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import { completeAtOffset, hoverAtOffset } from "@meridian/routing-config";
import { codeClass } from "../ui/worded.tsx";

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
      ...(description === null ? {} : { info: () => worded(description) }),
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
      dom.append(worded(found.description));
      return { dom };
    },
  };
});

/** As `Worded`, for the editor, which React does not draw. */
function worded(text: string): HTMLElement {
  const sentence = document.createElement("p");
  for (const [at, part] of text.split("`").entries()) {
    if (at % 2 === 0) sentence.append(part);
    else {
      const code = sentence.appendChild(document.createElement("code"));
      code.className = codeClass;
      code.textContent = part;
    }
  }
  return sentence;
}

/** What the language offers while someone writes: completion of keys and names, and what a key means. */
export const yamlAssist: Extension = [autocompletion({ override: [complete], icons: false }), hover];
