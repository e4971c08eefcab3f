import { matchAny } from "../matching/match-pattern.ts";
import type { RouteRequest } from "../route-request.ts";
import type { Condition, Schedule } from "../rule-options.ts";
import type { ConditionTest } from "./condition-test.ts";
import { ComplexityWithin } from "./complexity-within.ts";
import { ScheduleClock } from "./schedule-clock.ts";

/** The conditions that the request and the time alone decide, those first that exclude the most for the least. */
export function requestConditions({ keys, tags, region, headers, schedule, complexity }: Condition): ConditionTest[] {
  return [
    ...(keys === undefined
      ? []
      : [new Fits(({ keyName }) => matchAny(keys, keyName), "its key is", "its key is not", keys)]),
    ...(region === undefined
      ? []
      : [new Fits((request) => isIn(region, request), "its caller is in", "its caller is not in", region)]),
    ...(tags === undefined
      ? []
      : [new Fits((request) => isTagged(tags, request), "it is tagged", "it is not tagged", tags)]),
    ...Object.entries(headers ?? {}).map(
      ([name, patterns]) =>
        new Fits((request) => hasHeader(name, patterns, request), `\`${name}\` is`, `\`${name}\` is not`, patterns),
    ),
    ...(schedule === undefined ? [] : [new OnSchedule(schedule)]),
    ...(complexity === undefined ? [] : [new ComplexityWithin(complexity)]),
  ];
}

class Fits implements ConditionTest {
  readonly #fits: (request: RouteRequest) => boolean;
  readonly #yes: string;
  readonly #no: string;

  constructor(fits: (request: RouteRequest) => boolean, is: string, isNot: string, patterns: readonly string[]) {
    this.#fits = fits;
    const wanted = alternatives(patterns);
    this.#yes = `${is} ${wanted}`;
    this.#no = `${isNot} ${wanted}`;
  }

  holds(request: RouteRequest): boolean {
    return this.#fits(request);
  }

  words(holds: boolean): string {
    return holds ? this.#yes : this.#no;
  }
}

class OnSchedule implements ConditionTest {
  readonly #clock: ScheduleClock;
  readonly #yes: string;
  readonly #no: string;

  constructor(schedule: Schedule) {
    this.#clock = new ScheduleClock(schedule);
    this.#yes = `it is within ${this.#clock.words}`;
    this.#no = `it is outside ${this.#clock.words}`;
  }

  holds(_request: RouteRequest, nowMs: number): boolean {
    return this.#clock.isOpen(nowMs);
  }

  words(holds: boolean): string {
    return holds ? this.#yes : this.#no;
  }
}

/** As many are named. */
const mostNamed = 3;

function alternatives(patterns: readonly string[]): string {
  const more = patterns.length - mostNamed;
  const named = patterns.slice(0, mostNamed).join(" or ");
  return more > 0 ? `${named} or ${more} more` : named;
}

function isIn(patterns: readonly string[], { region }: RouteRequest): boolean {
  return region !== null && region !== undefined && matchAny(patterns, region);
}

function isTagged(patterns: readonly string[], { tags }: RouteRequest): boolean {
  for (const tag of tags) if (matchAny(patterns, tag)) return true;
  return false;
}

function hasHeader(name: string, patterns: readonly string[], { headers }: RouteRequest): boolean {
  const value = headers[name];
  return value !== undefined && matchAny(patterns, value);
}
