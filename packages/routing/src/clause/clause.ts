const encoder = new TextEncoder();

/**
 * What is said of a candidate, with figures in it: `{} ms predicted with {} in flight`. Every request says such things of every
 * candidate and few are ever read, so that a plan keeps the texts, which are always the same, and the figures apart. Whoever
 * reads or stores it puts them together.
 */
export class Clause {
  /** One more than there are figures. */
  readonly texts: readonly string[];
  /** The texts as they stand within a string of JSON, UTF-8. */
  readonly json: readonly Uint8Array[];
  /** Bytes of all of `json`. */
  readonly jsonLength: number;
  readonly #longer = new Map<Clause, Clause>();

  constructor(texts: readonly string[]) {
    this.texts = texts;
    this.json = texts.map((text) => encoder.encode(JSON.stringify(text).slice(1, -1)));
    this.jsonLength = this.json.reduce((sum, { length }) => sum + length, 0);
  }

  /** This one with another behind it, made once. */
  and(next: Clause): Clause {
    let longer = this.#longer.get(next);
    if (!longer) {
      const [last = "", first = ""] = [this.texts.at(-1), next.texts[0]];
      longer = new Clause([...this.texts.slice(0, -1), last + first, ...next.texts.slice(1)]);
      this.#longer.set(next, longer);
    }
    return longer;
  }

  /** With the figures in their places. */
  words(figures: readonly number[]): string {
    let words = this.texts[0] ?? "";
    for (let at = 1; at < this.texts.length; at++) words += `${figures[at - 1]}${this.texts[at]}`;
    return words;
  }
}

/** Of a clause without any. */
export const noFigures: readonly number[] = [];

/** `{}` stands where a figure belongs. Only for texts of the code's own: each lasts as long as the process. */
export const clause = (text: string): Clause => new Clause(text.split("{}"));
