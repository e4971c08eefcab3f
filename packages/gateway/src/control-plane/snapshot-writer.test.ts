import { pino } from "pino";
import { expect, it } from "vitest";
import { environmentId, sign, snapshotOf } from "../../test/signed-snapshot.ts";
import { until } from "../../test/until.ts";
import { SnapshotWriter } from "./snapshot-writer.ts";

/** A writer on a disk that notes what it was given, and lets the test say when it is done with each. */
function onSlowDisk() {
  const done: string[] = [];
  const begun: PromiseWithResolvers<void>[] = [];
  const act = async (what: string): Promise<void> => {
    const turn = Promise.withResolvers<void>();
    begun.push(turn);
    await turn.promise;
    done.push(what);
  };
  const disk = {
    save: (snapshot: { readonly serial: number }, place: string) => act(`${place} ${snapshot.serial}`),
    remove: () => act("removed"),
  };
  const writer = new SnapshotWriter(disk, pino({ level: "silent" }));
  const finish = async (all: Promise<unknown>): Promise<readonly string[]> => {
    let ended = false;
    void all.then(() => (ended = true));
    await until("all is written", () => {
      for (const turn of begun) turn.resolve();
      return ended;
    });
    return done;
  };
  const save = (serial: number, place: "applied" | "latest") => writer.save(sign(snapshotOf(serial)), place);
  return { writer, begun, finish, save };
}

it("writes one of an environment at a time, and of 99 more that come meanwhile the last one only", async () => {
  const { begun, finish, save } = onSlowDisk();
  const saves = Array.from({ length: 100 }, (_, serial) => save(serial, "applied"));
  expect(begun).toHaveLength(1);
  expect(await finish(Promise.all(saves))).toEqual(["applied 0", "applied 99"]);
});

it("keeps what could serve beside what was rejected after it, and drops both for the next that can", async () => {
  const first = onSlowDisk();
  const saves = [first.save(1, "applied"), first.save(2, "applied"), first.save(3, "latest"), first.save(4, "latest")];
  expect(await first.finish(Promise.all(saves))).toEqual(["applied 1", "applied 2", "latest 4"]);
  const second = onSlowDisk();
  const more = [second.save(1, "applied"), second.save(2, "latest"), second.save(3, "applied")];
  expect(await second.finish(Promise.all(more))).toEqual(["applied 1", "applied 3"]);
});

it("removes an environment after what was being written, and writes it anew when it is back", async () => {
  const gone = onSlowDisk();
  const ends = [gone.save(1, "applied"), gone.save(2, "latest"), gone.writer.remove(environmentId)];
  expect(await gone.finish(Promise.all(ends))).toEqual(["applied 1", "removed"]);
  const back = onSlowDisk();
  const again = [back.writer.remove(environmentId), back.save(3, "applied")];
  expect(await back.finish(Promise.all(again))).toEqual(["removed", "applied 3"]);
});

it("goes on after a disk that failed", async () => {
  const saved: number[] = [];
  const disk = {
    save: async ({ serial }: { readonly serial: number }) => {
      if (serial === 1) throw new Error("no space left on device");
      saved.push(serial);
    },
    remove: async () => {},
  };
  const writer = new SnapshotWriter(disk, pino({ level: "silent" }));
  await writer.save(sign(snapshotOf(1)), "applied");
  await writer.save(sign(snapshotOf(2)), "applied");
  expect(saved).toEqual([2]);
});
