import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PromptSigns } from "@meridian/routing";

/** A prompt that two models were asked, by its signs. */
export type RoutedPrompt = {
  /** Which file it stands in: prompts of one file are alike. */
  readonly subject: number;
  readonly characters: number;
  readonly signs: readonly number[];
  /** 1: only the strong model was right; -1: only the cheap one; 0: both or none. */
  readonly gain: number;
};

/** RouteLLM's results: files of `prompt,CHEAP,STRONG`, with True where the model was right. Throws for others. */
export function readRoutedPrompts(folder: string): readonly RoutedPrompt[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".csv"));
  if (files.length === 0) throw new Error(`There are no CSV files in ${folder}.`);
  const counter = new PromptSigns();
  return files.toSorted().flatMap((name, subject) => {
    const [head, ...rows] = readCsv(readFileSync(join(folder, name), "utf8"));
    if (head?.length !== 3 || head[0] !== "prompt")
      throw new Error(`${name} does not begin with \`prompt,CHEAP MODEL,STRONG MODEL\`.`);
    return rows.map(([prompt = "", cheap, strong], row) => {
      if (![cheap, strong].every((right) => right === "True" || right === "False"))
        throw new Error(`Row ${row + 2} of ${name} does not say True or False of each model.`);
      // As a caller would ask.
      const body = Buffer.from(JSON.stringify([{ role: "user", content: prompt }]));
      counter.read(body, [{ start: 0, end: body.length }]);
      const gain = Number(strong === "True") - Number(cheap === "True");
      return { subject, characters: prompt.length, signs: [...counter.numbers], gain };
    });
  });
}

/** Fields may be quoted, and hold commas, lines and doubled quotes then. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const match = field.exec(text);
    if (!match) throw new Error(`There is a quote out of place after character ${at}.`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
