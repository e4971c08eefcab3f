/** Which of the engine's models is meant, or what to tell instead. */
export type ModelChoice =
  | { readonly kind: "model"; readonly model: string }
  | { readonly kind: "problem"; readonly message: string };

const mostNamed = 12;

/** The only model needs no name; of several one has to be named as the engine names it. */
export function chooseModel(wanted: string | null, served: readonly string[]): ModelChoice {
  const [only] = served;
  if (wanted === null && served.length === 1 && only !== undefined) return { kind: "model", model: only };
  if (wanted !== null) {
    // Ollama calls `llama3.2` what it lists as `llama3.2:latest`.
    const model = served.find((each) => each === wanted) ?? served.find((each) => each === `${wanted}:latest`);
    if (model !== undefined) return { kind: "model", model };
  }
  const shown = served.slice(0, mostNamed).join(", ");
  const list = served.length > mostNamed ? `${shown} and ${served.length - mostNamed} more` : shown;
  return {
    kind: "problem",
    message:
      wanted === null
        ? `It has several models: choose one by --model. ${list}`
        : `It has no model ${wanted}. It has: ${list}`,
  };
}
