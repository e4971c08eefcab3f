import { describe, expect, it } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import { LoadQuestions } from "./load-questions.ts";

const [firstMs, everyMs, wayMs, readyAtMs] = [37.3, 200, 115, 700] as const;

/** An upstream and a gateway whose numbers change at random, and who looks at random: times and what each is from then on. */
function drawn(seed: number) {
  const random = seededRandom(seed);
  const moments = Array.from({ length: 200 }, () => 400 * random());
  let atMs = 0;
  return moments.map((gapMs) => {
    atMs += gapMs;
    const what = random();
    return {
      atMs,
      value: Math.floor(1_000 * random()),
      up: random() < 0.7,
      who: what < 0.3 ? "look" : what < 0.6 ? "gateway" : "upstream",
    };
  });
}

/** What a look shows when each question is asked, read and answered one after the other, at its time. */
function oneByOne(moments: ReturnType<typeof drawn>) {
  const before = (who: string, atMs: number) => moments.findLast((moment) => moment.who === who && moment.atMs <= atMs);
  const isUp = (atMs: number) => atMs >= readyAtMs && (before("upstream", atMs)?.up ?? true);
  return moments
    .filter(({ who }) => who === "look")
    .map(({ atMs }) => {
      let last = null;
      for (let askMs = firstMs; askMs + 2 * wayMs <= atMs; askMs += everyMs) {
        const readMs = askMs + wayMs;
        const mark = Math.max(before("gateway", askMs)?.value ?? 0, before("gateway", readMs + wayMs)?.value ?? 0);
        if (isUp(readMs)) last = { running: before("upstream", readMs)?.value ?? 0, mark, readMs: Math.round(readMs) };
      }
      return last;
    });
}

describe("an upstream that is asked for its load over and over", () => {
  it("is seen as it was when each question was there, though none of them is an event", () => {
    for (let seed = 1; seed <= 5; seed++) {
      const moments = drawn(seed);
      let [upstream, mark] = [{ value: 0, up: true }, 0];
      let last: unknown = null;
      const source = {
        readLoad(load: { running: number }, atMs: number) {
          load.running = upstream.value;
          return atMs >= readyAtMs && upstream.up;
        },
      };
      const questions = new LoadQuestions(0, source, firstMs, everyMs, wayMs, {
        markOf: () => mark,
        answered: (_, { running }, answeredMark, readMs) =>
          void (last = { running, mark: answeredMark, readMs: Math.round(readMs) }),
      });
      const seen = [];
      for (const moment of moments) {
        if (moment.who === "upstream") {
          questions.beforeSourceChanges(moment.atMs);
          upstream = moment;
        } else if (moment.who === "gateway") {
          questions.catchUp(moment.atMs);
          mark = moment.value;
        } else {
          questions.look(moment.atMs);
          seen.push(last);
        }
      }
      expect(seen).toEqual(oneByOne(moments));
    }
  });
});
