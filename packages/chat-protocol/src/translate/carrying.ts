import { invalidRequest, type RequestProblem } from "../api-request.ts";
import { isRecord } from "../json-record.ts";
import { ExactNumber } from "../parse-exactly.ts";
import type { JsonObject } from "./translation.ts";

/** Keeps account of what a translation cannot carry over: the first of it refuses the request, unless it may be dropped. */
export class Carrying {
  /** What the request is refused for; null when nothing. */
  problem: RequestProblem | null = null;
  /** Whose protocol it goes to, as messages name it. */
  readonly target: string;
  readonly drop: boolean;

  constructor(target: string, drop: boolean) {
    this.target = target;
    this.drop = drop;
  }

  /** Something has no counterpart; `why` completes "… cannot be carried over to …: ". */
  lose(param: string, why: string | null = null): void {
    if (this.drop) return;
    const reason = why === null ? "" : `: ${why}`;
    this.wrong(
      param,
      `\`${param}\` cannot be carried over to ${this.target}${reason}. Remove it, or send \`x-meridian-drop-unsupported: true\` to have it left out.`,
    );
  }

  /** Something is wrong whatever may be dropped. */
  wrong(param: string, message: string): void {
    this.problem ??= invalidRequest(message, param);
  }

  fields(value: unknown, path: string): Fields {
    if (isRecord(value)) return new Fields(this, value, path);
    this.wrong(path, `\`${path}\` must be an object.`);
    return new Fields(this, {}, path);
  }

  /** The entries of a list, each with its path; a value that is absent has none. */
  list(value: unknown, path: string): readonly (readonly [unknown, string])[] {
    if (value === undefined) return [];
    if (Array.isArray(value)) return value.map((entry: unknown, i) => [entry, `${path}[${i}]`] as const);
    this.wrong(path, `\`${path}\` must be an array.`);
    return [];
  }
}

/** The fields of one object of a request: those that nobody has taken are told at its end. */
export class Fields {
  readonly path: string;
  readonly #carrying: Carrying;
  readonly #object: JsonObject;
  readonly #taken = new Set<string>();

  constructor(carrying: Carrying, object: JsonObject, path: string) {
    this.#carrying = carrying;
    this.#object = object;
    this.path = path;
  }

  /** The path of a field, as errors name it. */
  at(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }

  /** A field's value; undefined when it is absent or null. */
  take(key: string): unknown {
    this.#taken.add(key);
    return this.#object[key] ?? undefined;
  }

  text(key: string): string | undefined {
    const value = this.take(key);
    if (value === undefined || typeof value === "string") return value;
    this.#carrying.wrong(this.at(key), `\`${this.at(key)}\` must be a text.`);
    return undefined;
  }

  /** A text without which the object means nothing. */
  neededText(key: string): string {
    const value = this.text(key);
    if (value === undefined || value === "") {
      this.#carrying.wrong(this.at(key), `\`${this.at(key)}\` must be given, as a text that is not empty.`);
    }
    return value ?? "";
  }

  number(key: string): number | undefined {
    const value = this.take(key);
    if (value === undefined || typeof value === "number") return value;
    const what = value instanceof ExactNumber ? "not be beyond 2⁵³" : "be a number";
    this.#carrying.wrong(this.at(key), `\`${this.at(key)}\` must ${what}.`);
    return undefined;
  }

  flag(key: string): boolean | undefined {
    const value = this.take(key);
    if (value === undefined || typeof value === "boolean") return value;
    this.#carrying.wrong(this.at(key), `\`${this.at(key)}\` must be true or false.`);
    return undefined;
  }

  /** Takes fields that say nothing as long as they hold these values. */
  ignore(values: JsonObject): void {
    for (const key in values) {
      if (JSON.stringify(this.#object[key]) === JSON.stringify(values[key])) this.#taken.add(key);
    }
  }

  /** Everything that is left has no counterpart. */
  end(): void {
    for (const key in this.#object) {
      if (!this.#taken.has(key) && saysSomething(this.#object[key])) this.#carrying.lose(this.at(key));
    }
  }
}

function saysSomething(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}
