import type { Condition, Route, Rule, Schedule } from "@meridian/routing";
import type { ConditionDocument } from "../schema/condition.ts";
import type { RouteDocument } from "../schema/route.ts";
import { weekdays } from "../schema/weekdays.ts";
import { compileMeasured } from "./compile-measured.ts";
import { compileSelection } from "./compile-selection.ts";

/** Stand in the table only where there are some. */
export const compileRules = ({ rules }: RouteDocument): Pick<Route, "rules"> =>
  rules === undefined || rules.length === 0
    ? {}
    : {
        rules: rules.map(
          ({ name, when, prefer }): Rule => ({
            name,
            when: compileCondition(when),
            prefer: compileSelection(prefer),
          }),
        ),
      };

const compileCondition = (when: ConditionDocument): Condition => {
  const measured = compileMeasured(when);
  return { ...compileAsked(when), ...(measured.length === 0 ? {} : { measured }) };
};

const compileAsked = ({ schedule, tags, headers, keys, region, complexity }: ConditionDocument): Condition => ({
  ...(schedule === undefined ? {} : { schedule: compileSchedule(schedule) }),
  ...(tags === undefined ? {} : { tags }),
  ...(headers === undefined ? {} : { headers: compileHeaders(headers) }),
  ...(keys === undefined ? {} : { keys }),
  ...(region === undefined ? {} : { region }),
  ...(complexity === undefined ? {} : { complexity: compileBounds(complexity) }),
});

const compileSchedule = (given: NonNullable<ConditionDocument["schedule"]>): Schedule => ({
  days: given.days === undefined ? null : [...new Set(given.days.flat().map((day) => weekdays.indexOf(day)))].sort(),
  fromMinute: given.from ?? 0,
  toMinute: given.to ?? 1_440,
  timeZone: given.time_zone,
});

const compileBounds = ({ above, below }: NonNullable<ConditionDocument["complexity"]>) => ({
  ...(above === undefined ? {} : { above }),
  ...(below === undefined ? {} : { below }),
});

/** Names of headers have no case. */
export const compileHeaders = (
  headers: NonNullable<ConditionDocument["headers"]>,
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Object.entries(headers).map(([header, patterns]) => [header.toLowerCase(), patterns]));
