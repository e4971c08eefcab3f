import fc from "fast-check";
import { expect, test } from "vitest";
import { type Member, Roster } from "./roster.ts";

const told = (roster: Roster<Member>): Member[] => {
  const members: Member[] = [];
  roster.forEach((member) => members.push(member));
  return members;
};

test("a roster holds what a set would, whoever comes and goes, and however often", () => {
  const step = fc.record({ member: fc.nat({ max: 9 }), comes: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const members = Array.from({ length: 10 }, (): Member => ({ rosterIndex: -1 }));
      const roster = new Roster<Member>();
      const set = new Set<Member>();
      for (const { member: at, comes } of steps) {
        const member = members[at]!;
        if (comes) roster.add(member);
        else roster.remove(member);
        if (comes) set.add(member);
        else set.delete(member);
        expect(roster.size).toBe(set.size);
        expect(new Set(told(roster))).toEqual(set);
      }
    }),
  );
});

test("who is removed by another's turn is not told any more", () => {
  const members = Array.from({ length: 3 }, (): Member => ({ rosterIndex: -1 }));
  const roster = new Roster<Member>();
  for (const member of members) roster.add(member);
  const seen: Member[] = [];
  roster.forEach((member) => {
    seen.push(member);
    for (const other of members) if (other !== member) roster.remove(other);
  });
  expect(seen).toEqual([members[0]]);
  expect(roster.size).toBe(1);
});
