import { describe, expect, it } from "vitest";
import { RecentSessions } from "./recent-sessions.ts";

const session = { sessionId: "s", userId: "u" };

function scene() {
  const world = { nowMs: 0, open: true, looks: 0 };
  const check = async () => {
    world.looks += 1;
    return world.open;
  };
  return { world, sessions: new RecentSessions(check, () => world.nowMs) };
}

describe("RecentSessions", () => {
  it("looks once in 3 s, and knows 3 s after a session was revoked", async () => {
    const { world, sessions } = scene();
    expect(await Promise.all([sessions.isOpen(session), sessions.isOpen(session)])).toEqual([true, true]);
    world.open = false;
    world.nowMs = 2_999;
    expect(await sessions.isOpen(session)).toBe(true);
    expect(world.looks).toBe(1);
    world.nowMs = 3_000;
    expect(await sessions.isOpen(session)).toBe(false);
  });

  it("knows at once in the process that ended it, and never takes one user's session for another's", async () => {
    const { world, sessions } = scene();
    await sessions.isOpen(session);
    world.open = false;
    expect(await sessions.isOpen({ ...session, userId: "other" })).toBe(false);
    expect(await sessions.isOpen(session)).toBe(true);
    sessions.forget(session);
    expect(await sessions.isOpen(session)).toBe(false);
  });

  it("takes a failed look for no answer", async () => {
    let fails = true;
    const sessions = new RecentSessions(
      () => (fails ? Promise.reject(new Error("no database")) : Promise.resolve(true)),
      () => 0,
    );
    await expect(sessions.isOpen(session)).rejects.toThrow("no database");
    fails = false;
    expect(await sessions.isOpen(session)).toBe(true);
  });
});
