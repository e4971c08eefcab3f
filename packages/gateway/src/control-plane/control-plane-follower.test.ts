import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pino } from "pino";
import { describe, expect, it, onTestFinished } from "vitest";
import { environmentId, sign, snapshotOf, verify } from "../../test/signed-snapshot.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { until } from "../../test/until.ts";
import type { Application, ControlPlane, SignedSnapshot } from "./control-plane.ts";
import { followControlPlane } from "./follow-control-plane.ts";

type Held = "read" | "report" | "unlisten";

/** A control plane in memory that can go away. */
class FakeControlPlane implements ControlPlane {
  reachable = true;
  snapshots: SignedSnapshot[] = [];
  readonly registered: string[] = [];
  readonly reports: Application[] = [];
  readonly stopped: string[] = [];
  heartbeats = 0;
  known = true;
  hint: () => void = () => {};
  /** Where what is asked of it waits, once a test has put something there. */
  readonly held = new Map<Held, PromiseWithResolvers<void>>();
  readings = 0;
  /** An environment of which it hears nothing. */
  refused: string | null = null;

  hold(what: Held): PromiseWithResolvers<void> {
    const held = Promise.withResolvers<void>();
    this.held.set(what, held);
    return held;
  }

  #reach(): void {
    if (!this.reachable) throw new Error("connection refused");
  }

  async readSnapshots(serials: ReadonlyMap<string, number>) {
    this.readings++;
    this.#reach();
    const answer = {
      environmentIds: this.snapshots.map((each) => each.environmentId),
      changed: this.snapshots.filter((each) => each.serial > (serials.get(each.environmentId) ?? -1)),
    };
    await this.held.get("read")?.promise;
    return answer;
  }

  async register(instance: { readonly id: string }) {
    this.#reach();
    this.registered.push(instance.id);
    this.known = true;
  }

  async heartbeat() {
    this.#reach();
    this.heartbeats++;
    return this.known;
  }

  async report(_instanceId: string, application: Application) {
    this.#reach();
    await this.held.get("report")?.promise;
    if (application.environmentId === this.refused) throw new Error("violates a constraint");
    this.reports.push(application);
  }

  async markStopped(instanceId: string) {
    this.#reach();
    this.stopped.push(instanceId);
  }

  listen(onHint: () => void) {
    this.hint = onHint;
    return { stop: async () => this.held.get("unlisten")?.promise };
  }
}

async function followerOf(controlPlane: FakeControlPlane) {
  const world = { nowMs: 1_000_000 };
  const given: number[] = [];
  const kept: string[][] = [];
  const folder = await temporaryFolder();
  const follower = followControlPlane({
    confirm: null,
    controlPlane,
    registry: {
      apply: (source) => {
        if (source.kind === "snapshot") given.push(source.snapshot.serial);
        return { state: "applied", diagnostics: [] };
      },
      keepOnly: (ids) => void kept.push([...ids]),
    },
    verify,
    instance: { id: "gw-1", name: "gateway-1", epoch: 1, liveUrl: "ws://127.0.0.1/live", version: "0" },
    folder,
    clock: () => world.nowMs,
    log: pino({ level: "silent" }),
  });
  onTestFinished(() => follower.stop());
  return { follower, given, kept, world, folder };
}

describe("ControlPlaneFollower", () => {
  it("registers, applies what there is and reports it in the first round", async () => {
    const controlPlane = new FakeControlPlane();
    controlPlane.snapshots = [sign(snapshotOf(1))];
    const { follower, given } = await followerOf(controlPlane);
    await follower.start();
    await follower.follow();
    expect(given).toEqual([1]);
    expect(controlPlane.registered).toEqual(["gw-1"]);
    expect(controlPlane.reports).toMatchObject([{ environmentId, serial: 1, state: "applied" }]);
    expect(follower.state).toEqual({ lastHeardAtMs: 1_000_000, refusedSnapshots: 0, rejectedConfigs: 0 });
  });

  it("applies and reports a change at once when a hint comes", async () => {
    const controlPlane = new FakeControlPlane();
    const { follower, given } = await followerOf(controlPlane);
    await follower.start();
    await follower.follow();
    controlPlane.snapshots = [sign(snapshotOf(2))];
    controlPlane.hint();
    await until("the report came", () => controlPlane.reports.length === 1, 500);
    expect(given).toEqual([2]);
  });

  it("follows a hint at once while a reading hangs, and takes nothing from that one any more", async () => {
    const controlPlane = new FakeControlPlane();
    const { follower, given, kept } = await followerOf(controlPlane);
    await follower.start();
    await follower.follow();
    const { readings } = controlPlane;
    const hanging = controlPlane.hold("read");
    const old = follower.follow();
    controlPlane.held.clear();
    controlPlane.snapshots = [sign(snapshotOf(2))];
    controlPlane.hint();
    expect(controlPlane.readings).toBe(readings + 2);
    await until("the report came", () => controlPlane.reports.length === 1);
    // It was read before there was an environment: by it, the environment would be gone again.
    hanging.resolve();
    await old;
    expect({ given, kept }).toEqual({ given: [2], kept: [] });
  });

  it("reads 2 times at once at most: hints beyond are followed by one reading, as soon as one ends", async () => {
    const controlPlane = new FakeControlPlane();
    const { follower, given } = await followerOf(controlPlane);
    await follower.start();
    await follower.follow();
    const { readings } = controlPlane;
    const hanging = controlPlane.hold("read");
    for (let count = 0; count < 5; count++) controlPlane.hint();
    expect(controlPlane.readings).toBe(readings + 2);
    controlPlane.snapshots = [sign(snapshotOf(2))];
    controlPlane.held.clear();
    hanging.resolve();
    await until("it is applied", () => given.length === 1);
    expect(controlPlane.readings).toBe(readings + 3);
  });

  it("follows a hint while the control plane takes its time to hear what was applied, and tells the latest", async () => {
    const controlPlane = new FakeControlPlane();
    const { follower, given } = await followerOf(controlPlane);
    await follower.start();
    await follower.follow();
    const telling = controlPlane.hold("report");
    for (const serial of [2, 3, 4]) {
      controlPlane.snapshots = [sign(snapshotOf(serial))];
      controlPlane.hint();
      await until(`${serial} is applied`, () => given.at(-1) === serial);
    }
    expect(controlPlane.reports).toEqual([]);
    telling.resolve();
    await until("the last is told", () => controlPlane.reports.at(-1)?.serial === 4);
    expect(controlPlane.reports.map(({ serial }) => serial)).toEqual([2, 4]);
  });

  it("tells of the other environments when what it tells of one is refused", async () => {
    const controlPlane = new FakeControlPlane();
    const other = { ...snapshotOf(1), environmentId: "6f3c1b1e-8d53-4c54-9d0a-3f3f6f0a00ff" };
    controlPlane.refused = environmentId;
    controlPlane.snapshots = [sign(snapshotOf(1)), sign(other)];
    const { follower } = await followerOf(controlPlane);
    await follower.start();
    await follower.follow();
    expect(controlPlane.reports.map((report) => report.environmentId)).toEqual([other.environmentId]);
  });

  it("reads a change within the second when its hint was lost", async () => {
    const controlPlane = new FakeControlPlane();
    const { follower } = await followerOf(controlPlane);
    await follower.start();
    await follower.follow();
    controlPlane.snapshots = [sign(snapshotOf(2))];
    await until("the report came", () => controlPlane.reports.length === 1, 2_000);
    expect(controlPlane.reports[0]?.serial).toBe(2);
  });

  it("starts without a control plane, and registers and reports when it comes", async () => {
    const controlPlane = new FakeControlPlane();
    controlPlane.reachable = false;
    const { follower } = await followerOf(controlPlane);
    await follower.start();
    await follower.follow();
    expect(follower.state.lastHeardAtMs).toBeNull();
    controlPlane.reachable = true;
    controlPlane.snapshots = [sign(snapshotOf(4))];
    await until("the report came", () => controlPlane.reports.length === 1, 3_000);
    expect(controlPlane.registered).toEqual(["gw-1"]);
  });

  it("beats every 5 s, and registers again when the control plane forgot it", async () => {
    const controlPlane = new FakeControlPlane();
    const { follower, world } = await followerOf(controlPlane);
    await follower.start();
    await follower.follow();
    world.nowMs += 4_999;
    await follower.follow();
    expect(controlPlane.heartbeats).toBe(0);
    world.nowMs += 1;
    await follower.follow();
    expect(controlPlane.heartbeats).toBe(1);
    controlPlane.known = false;
    world.nowMs += 5_000;
    await follower.follow();
    expect(controlPlane.registered).toEqual(["gw-1", "gw-1"]);
  });

  it("says goodbye when it stops", async () => {
    const controlPlane = new FakeControlPlane();
    const { follower } = await followerOf(controlPlane);
    await follower.start();
    await follower.stop();
    expect(controlPlane.stopped).toEqual(["gw-1"]);
  });

  it("stops once what it read is on disk, also where the control plane could not be told", async () => {
    const controlPlane = new FakeControlPlane();
    controlPlane.refused = environmentId;
    controlPlane.snapshots = [sign(snapshotOf(1))];
    const { follower, folder } = await followerOf(controlPlane);
    await follower.start();
    await follower.stop();
    expect(await readdir(join(folder, "snapshots"))).toEqual([`${environmentId}.applied.json`]);
  });

  it("reads nothing for a hint that comes while it stops and its readings hang: the goodbye is the last that it says", async () => {
    const controlPlane = new FakeControlPlane();
    const { follower } = await followerOf(controlPlane);
    await follower.start();
    await follower.follow();
    const { readings } = controlPlane;
    const hanging = controlPlane.hold("read");
    const unlistening = controlPlane.hold("unlisten");
    controlPlane.hint();
    controlPlane.hint();
    const stopping = follower.stop();
    controlPlane.hint();
    unlistening.resolve();
    await new Promise(setImmediate);
    hanging.resolve();
    await stopping;
    expect(controlPlane.stopped).toEqual(["gw-1"]);
    expect(controlPlane.readings).toBe(readings + 2);
  });
});
