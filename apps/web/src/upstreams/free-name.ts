/** The name, or with the first number behind it that nobody has. */
export function freeName(wanted: string, taken: readonly string[], separator = "-"): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}${separator}${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** What a provider's key is called among the secrets: `llama-cpp` → `LLAMA_CPP`. */
export function secretNameFor(presetId: string, taken: readonly string[]): string {
  const name = presetId === "openai-compatible" ? "my-upstream" : presetId;
  return freeName(name.toUpperCase().replaceAll("-", "_"), taken, "_");
}
