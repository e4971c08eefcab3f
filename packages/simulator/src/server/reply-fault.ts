import type { Faults } from "./faults.ts";

/** How a reply goes wrong, and after how many tokens. */
export type ReplyFault = { readonly kind: "cut" | "error" | "silence"; readonly afterTokens: number };

/** The fault that hits first in a reply of `outputTokens`; null when the reply is to end well. */
export function replyFault(faults: Faults, outputTokens: number): ReplyFault | null {
  const candidates: ReplyFault[] = [];
  if (faults.cutAfterTokens !== undefined) candidates.push({ kind: "cut", afterTokens: faults.cutAfterTokens });
  if (faults.errorAfterTokens !== undefined) candidates.push({ kind: "error", afterTokens: faults.errorAfterTokens });
  if (faults.hangAfterTokens !== undefined) candidates.push({ kind: "silence", afterTokens: faults.hangAfterTokens });
  const [first] = candidates.sort((a, b) => a.afterTokens - b.afterTokens);
  return first && first.afterTokens <= outputTokens ? first : null;
}
