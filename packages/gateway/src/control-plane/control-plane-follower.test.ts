import { pino } from "pino";
import { describe, expect, it, onTestFinished } from "vitest";
import { environmentId, sign, snapshotOf, verify } from "../../test/signed-snapshot.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { until } from "../../test/until.ts";
import type { Application, ControlPlane, SignedSnapshot } from "./control-plane.ts";
import { followControlPlane } from "./follow-control-plane.ts";

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

  #reach(): void {
    if (!this.reachable) throw new Error("connection refused");
  }

  async readSnapshots(serials: ReadonlyMap<string, number>) {
    this.#reach();
    return {
      environmentIds: this.snapshots.map((each) => each.environmentId),
      changed: this.snapshots.filter((each) => each.serial > (serials.get(each.environmentId) ?? -1)),
    };
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
    this.reports.push(application);
  }

  async markStopped(instanceId: string) {
    this.#reach();
    this.stopped.push(instanceId);
  }

  listen(onHint: () => void) {
    this.hint = onHint;
    return { stop: async () => {} };
  }
}

async function followerOf(controlPlane: FakeControlPlane) {
  const world = { nowMs: 1_000_000 };
  const given: number[] = [];
  const follower = followControlPlane({
    confirm: null,
    controlPlane,
    registry: {
      apply: (source) => {
        if (source.kind === "snapshot") given.push(source.snapshot.serial);
        return { state: "applied", diagnostics: [] };
      },
      keepOnly: () => {},
    },
    verify,
    instance: { id: "gw-1", name: "gateway-1", epoch: 1, liveUrl: "ws://127.0.0.1/live", version: "0" },
    folder: await temporaryFolder(),
    clock: () => world.nowMs,
    log: pino({ level: "silent" }),
  });
  onTestFinished(() => follower.stop());
  return { follower, given, world };
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
});
