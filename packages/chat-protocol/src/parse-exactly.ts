import { isRecord } from "./json-record.ts";

declare global {
  interface JSON {
    /** A number that is written again as it was read. */
    rawJSON(text: string): object;
  }
}

/** Only where there is such a number reading costs more. */
const longNumber = /\d{16}/;
const wholeNumber = /^-?\d+$/;

/** A whole number that JavaScript's cannot hold, as it was written. */
export class ExactNumber {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  toJSON(): object {
    return JSON.rawJSON(this.#source);
  }

  toString(): string {
    return this.#source;
  }
}

/**
 * Parses JSON that is to be written again in another protocol. Whole numbers beyond 2⁵³, such as ids in the input of
 * tools, come out of it as they were: as numbers of JavaScript their last digits would be lost.
 */
export function parseExactly(text: string): unknown {
  if (!longNumber.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) => {
    const source = context?.source ?? "";
    const isLong = typeof value === "number" && !Number.isSafeInteger(value) && wholeNumber.test(source);
    return isLong ? new ExactNumber(source) : value;
  });
}

/** … of a text that is an object; null when it is something else. A whole number that was kept is none. */
export function parseObjectExactly(text: string): Record<string, unknown> | null {
  const value = parseExactly(text);
  return text.trimStart().startsWith("{") && isRecord(value) ? value : null;
}
