import { describe, expect, it } from "vitest";
import type { LiveSocket } from "./gateway-connection.ts";
import { type FeedGateway, type FeedState, LiveFeed } from "./live-feed.ts";

function setUp() {
  const opened: string[] = [];
  const sockets: LiveSocket[] = [];
  const states: FeedState[] = [];
  const looks: (() => void)[] = [];
  const world = { gateways: [] as FeedGateway[], fails: false };
  const feed = new LiveFeed(
    {
      askForTicket: async () => {
        if (world.fails) throw new Error("offline");
        return { ticket: "mt_1", gateways: world.gateways };
      },
      openSocket: (url) => {
        const socket: LiveSocket = { onopen: null, onmessage: null, onclose: null, send: () => {}, close: () => {} };
        opened.push(url);
        sockets.push(socket);
        return socket;
      },
      after: (ms, run) => {
        if (ms === 15_000 || ms === 2_000) looks.push(run);
        return () => {};
      },
      random: () => 0,
    },
    { onTick: () => {}, onGap: () => {}, onState: (state) => states.push(state) },
  );
  const settled = async () => {
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  };
  const look = async () => {
    looks.at(-1)?.();
    await settled();
  };
  const tick = (at: number) =>
    sockets[at]?.onmessage?.({
      data: JSON.stringify({ type: "tick", sequence: 1, atMs: 0, cells: [], upstreams: [], requests: [] }),
    });
  return { feed, world, opened, states, settled, look, tick };
}

const gateway = (name: string, alive = true): FeedGateway => ({ name, liveUrl: `ws://${name}/live`, alive });

describe("LiveFeed", () => {
  it("says that there is no gateway, and connects to 1 that comes later", async () => {
    const { feed, world, opened, states, settled, look, tick } = setUp();
    feed.start();
    await settled();
    expect(states.at(-1)).toEqual({ kind: "no_gateway", live: 0, of: 0 });
    world.gateways = [gateway("a")];
    await look();
    expect(opened).toEqual(["ws://a/live"]);
    tick(0);
    expect(states.at(-1)).toEqual({ kind: "live", live: 1, of: 1 });
  });

  it("is partial while 1 of 2 gateways is heard, and passes over those that are not alive", async () => {
    const { feed, world, opened, states, settled, tick } = setUp();
    world.gateways = [gateway("a"), gateway("b"), gateway("c", false)];
    feed.start();
    await settled();
    tick(0);
    expect(opened).toHaveLength(2);
    expect(states.at(-1)).toEqual({ kind: "partial", live: 1, of: 2 });
  });

  it("keeps a live connection when the workspace is gone or calls the gateway dead", async () => {
    const { feed, world, states, settled, look, tick, opened } = setUp();
    world.gateways = [gateway("a")];
    feed.start();
    await settled();
    tick(0);
    world.fails = true;
    await look();
    world.fails = false;
    world.gateways = [gateway("a", false)];
    await look();
    expect(opened).toHaveLength(1);
    expect(states.at(-1)?.kind).toBe("live");
  });
});
