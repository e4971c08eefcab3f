import type { Explanation } from "./explanation.ts";

/** Wider lines are hard to read, whatever the terminal. */
const widest = 100;
const narrowest = 40;

/** What is said of a request, in the order in which it is decided, for a terminal of so many columns. */
export function explanationText(explanation: Explanation, columns = 80): string[] {
  const width = Math.min(widest, Math.max(narrowest, columns));
  return paragraphs(explanation).flatMap(([indent, text]) => (text === "" ? [""] : wrapped(text, indent, width)));
}

type Paragraph = readonly [indent: number, text: string];

function paragraphs(explanation: Explanation): Paragraph[] {
  const { words, error } = explanation;
  return [
    ...requestOf(explanation),
    ...(error
      ? ([
          [0, ""],
          [0, `Its caller gets the error ${error.code}: ${error.message}`],
        ] as const)
      : []),
    ...(words
      ? ([
          [0, ""],
          [0, words.chosen],
        ] as const)
      : []),
    ...section("Route", matchesOf(explanation)),
    ...section(
      "Passed over",
      explanation.skipped.map(({ name, reason, why }) => [2, `${name}: ${reason} (${why}).`]),
    ),
    ...section(
      "Rules",
      (words?.rules ?? []).map((rule) => [2, `“${rule.name}” ${rule.words}`]),
    ),
    ...section("Canary", words?.canary ? [[2, words.canary]] : []),
    ...section("Affinity", words?.affinity ? [[2, words.affinity]] : []),
    ...section("Order", candidatesOf(explanation)),
    ...section("If it is slow to begin", explanation.hedge === null ? [] : [[2, explanation.hedge]]),
    ...section("If it fails", failuresOf(explanation)),
  ];
}

function section(title: string, lines: readonly Paragraph[]): Paragraph[] {
  return lines.length === 0 ? [] : [[0, ""], [0, title], ...lines];
}

function requestOf({ request, at, measured }: Explanation): Paragraph[] {
  const when = `At ${at}.`;
  const state = measured ? "" : " Nothing is measured yet, as in a gateway that has just begun: --state says what is.";
  if (!request) return [[0, when]];
  const { endpoint, model, stream, inputTokens, key, tags, region } = request;
  const facts = [
    `${endpoint} for the model ${model}`,
    stream ? "streamed" : "not streamed",
    `about ${inputTokens} tokens of prompt`,
    key === null ? "a key that may use every route" : `the key ${key}`,
    ...(tags.length > 0 ? [`tagged ${tags.join(", ")}`] : []),
    ...(region === null ? [] : [`from ${region}`]),
  ];
  return [[0, `${facts.join(", ")}. ${when}${state}`]];
}

function matchesOf({ matches, noPlan, request }: Explanation): Paragraph[] {
  const lines = matches.map(({ route, matches: yes, why }): Paragraph => [2, `${yes ? "" : "not "}${route}: ${why}.`]);
  if (noPlan !== null) return [...lines, [2, noPlan]];
  return request && lines.length === 0 ? [[2, "None takes it."]] : lines;
}

function candidatesOf({ words, plan }: Explanation): Paragraph[] {
  if (!words || !plan) return [];
  const candidates = words.candidates.map(({ name, priority, score, why }, at): Paragraph => {
    const figures = [`priority ${priority}`, ...(score === null ? [] : [score])].join(", ");
    return [2, `${at + 1}. ${name} (${figures}): ${why}.`];
  });
  return [[2, `Policy ${plan.policy}. ${words.order}`], ...candidates];
}

function failuresOf({ failures, retry }: Explanation): Paragraph[] {
  if (failures.length === 0 || !retry) return [];
  const { retryOn, maxAttempts, maxRetryShare } = retry;
  const rule = `Tried again after ${retryOn.join(", ") || "nothing"}; at most ${maxAttempts} attempts, and retries at most ${Math.round(maxRetryShare * 1_000) / 10} % of the route's requests. Once a part of the answer has reached the caller, nothing is.`;
  return [...failures.map(({ upstream, next }): Paragraph => [2, `${upstream} fails: ${next}`]), [2, rule]];
}

/** Words on lines of a width; what continues stands two columns further in. */
function wrapped(text: string, indent: number, width: number): string[] {
  const lines: string[] = [];
  let line = " ".repeat(indent);
  let empty = true;
  for (const word of text.split(" ")) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = " ".repeat(indent + 2);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}
