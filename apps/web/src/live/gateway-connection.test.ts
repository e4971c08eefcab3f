import type { TickFrame } from "@meridian/live-protocol";
import { describe, expect, it } from "vitest";
import { type ConnectionState, GatewayConnection, type LiveSocket } from "./gateway-connection.ts";

class FakeSocket implements LiveSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: string[] = [];
  closed = false;
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
  tick(sequence: number): void {
    const frame: TickFrame = {
      type: "tick",
      instanceId: "gw-1",
      epoch: 1,
      sequence,
      atMs: 0,
      cells: [],
      upstreams: [],
      deployment: null,
      requests: [],
      requestsOmitted: 0,
      recordsDropped: 0,
    };
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

function setUp(ticket: () => Promise<string> = async () => "mt_1") {
  const sockets: FakeSocket[] = [];
  const timers: { ms: number; run: () => void; cancelled: boolean }[] = [];
  const states: ConnectionState[] = [];
  const ticks: number[] = [];
  let gaps = 0;
  const connection = new GatewayConnection(
    "ws://gateway/live",
    {
      openSocket: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket;
      },
      ticket,
      after: (ms, run) => {
        const timer = { ms, run, cancelled: false };
        timers.push(timer);
        return () => {
          timer.cancelled = true;
        };
      },
      random: () => 1,
    },
    {
      onTick: (tick) => ticks.push(tick.sequence),
      onState: (state) => states.push(state),
      onGap: () => {
        gaps += 1;
      },
    },
  );
  const settled = async () => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  const fire = async () => {
    const due = timers.findLast((timer) => !timer.cancelled);
    if (!due) throw new Error("no timer is set");
    due.cancelled = true;
    due.run();
    await settled();
    return due.ms;
  };
  const newest = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error("no socket is open");
    return socket;
  };
  return { connection, sockets, states, ticks, gaps: () => gaps, settled, fire, newest };
}

describe("GatewayConnection", () => {
  it("subscribes with the ticket and is live with the first tick", async () => {
    const { connection, states, settled, newest, ticks } = setUp();
    connection.start();
    await settled();
    newest().onopen?.();
    expect(JSON.parse(newest().sent[0] ?? "")).toEqual({ type: "subscribe", ticket: "mt_1" });
    newest().tick(7);
    expect(states).toEqual(["connecting", "live"]);
    expect(ticks).toEqual([7]);
  });

  it("asks for history once when it opens and once for each jump of the sequence", async () => {
    const { connection, settled, newest, gaps } = setUp();
    connection.start();
    await settled();
    for (const sequence of [4, 5, 6]) newest().tick(sequence);
    expect(gaps()).toBe(1);
    newest().tick(9);
    newest().tick(10);
    expect(gaps()).toBe(2);
  });

  it("comes back after 0.5, 1, 2 and at most 15 s, and begins anew once it was live", async () => {
    const { connection, settled, newest, fire, states } = setUp();
    connection.start();
    await settled();
    const waits: number[] = [];
    for (let time = 0; time < 7; time += 1) {
      newest().onclose?.();
      waits.push(await fire());
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    newest().tick(1);
    expect(states.at(-1)).toBe("live");
    newest().onclose?.();
    expect(await fire()).toBe(500);
  });

  it("takes a gateway that is silent for 6 s for gone", async () => {
    const { connection, settled, newest, fire, states, sockets } = setUp();
    connection.start();
    await settled();
    newest().tick(1);
    expect(await fire()).toBe(6_000);
    expect(sockets[0]?.closed).toBe(true);
    expect(states.at(-1)).toBe("reconnecting");
  });

  it("tries again when no ticket is to be had or the gateway refuses it", async () => {
    let asked = 0;
    const { connection, settled, fire, newest, sockets, states } = setUp(async () => {
      asked += 1;
      if (asked === 1) throw new Error("offline");
      return "mt_2";
    });
    connection.start();
    await settled();
    expect(sockets).toHaveLength(0);
    await fire();
    expect(sockets).toHaveLength(1);
    newest().onmessage?.({ data: JSON.stringify({ type: "error", code: "used_ticket", message: "used" }) });
    expect(states.at(-1)).toBe("reconnecting");
    await fire();
    expect(sockets).toHaveLength(2);
    expect(asked).toBe(3);
  });

  const ended = { data: JSON.stringify({ type: "error", code: "subscription_ended", message: "over" }) };

  it("follows a subscription that has lasted its time by another at once, live all the while, and asks history", async () => {
    const { connection, settled, newest, sockets, states, ticks, gaps } = setUp();
    connection.start();
    await settled();
    newest().tick(7);
    newest().onmessage?.(ended);
    await settled();
    expect(sockets.map(({ closed }) => closed)).toEqual([true, false]);
    newest().onopen?.();
    expect(newest().sent).toHaveLength(1);
    newest().tick(8);
    expect(states).toEqual(["connecting", "live"]);
    expect(ticks).toEqual([7, 8]);
    expect(gaps()).toBe(2);
  });

  it("says that it reconnects when no ticket for the next subscription is to be had, or none within 6 s", async () => {
    const answers: (() => Promise<string>)[] = [
      async () => "mt_1",
      async () => {
        throw new Error("removed");
      },
      async () => "mt_3",
    ];
    let late: (ticket: string) => void = () => {};
    const { connection, settled, newest, sockets, states, fire } = setUp(
      () => answers.shift()?.() ?? new Promise((resolve) => (late = resolve)),
    );
    connection.start();
    await settled();
    newest().tick(1);
    newest().onmessage?.(ended);
    await settled();
    expect(states.at(-1)).toBe("reconnecting");
    expect(await fire()).toBe(500);
    newest().tick(1);
    newest().onmessage?.(ended);
    await settled();
    expect(states.at(-1)).toBe("live");
    expect(await fire()).toBe(6_000);
    expect(states.at(-1)).toBe("reconnecting");
    late("mt_4");
    await settled();
    expect(sockets).toHaveLength(2);
  });

  it("waits before it follows a subscription that ended before its first tick", async () => {
    const { connection, settled, newest, sockets, states } = setUp();
    connection.start();
    await settled();
    newest().onmessage?.(ended);
    await settled();
    expect(sockets).toHaveLength(1);
    expect(states.at(-1)).toBe("reconnecting");
  });

  it("does nothing more once stopped, also while it waits for a ticket", async () => {
    const { connection, settled, sockets, states } = setUp();
    connection.start();
    connection.stop();
    await settled();
    expect(sockets).toHaveLength(0);
    expect(states).toEqual(["connecting", "stopped"]);
  });
});
