import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import type { UnknownModels } from "../chat/unknown-models.ts";
import type { WaitingRoom } from "../chat/waiting-room.ts";
import type { EnvironmentRegistry } from "../environments/environment-registry.ts";
import type { GatewayError } from "../errors.ts";
import type { GatewayOptions } from "../gateway-options.ts";
import type { InFlightShares } from "../limits/in-flight-shares.ts";
import type { RecordSink } from "../records/record-sink.ts";
import type { BodyMemory } from "./body-memory.ts";
import type { Deadlines } from "./deadlines.ts";
import type { GatewayCounters } from "./gateway-counters.ts";
import type { Member, Roster } from "./roster.ts";

/** What every request of one gateway shares. */
export type GatewayContext = {
  readonly registry: EnvironmentRegistry;
  readonly sink: RecordSink;
  readonly log: Logger;
  readonly clock: () => number;
  readonly random: () => number;
  readonly options: GatewayOptions;
  /** Nothing may be served any more from what is known: it is too old. */
  readonly snapshotsExpired: () => boolean;
  readonly counters: GatewayCounters;
  readonly deadlines: Deadlines;
  readonly waitingRoom: WaitingRoom;
  readonly unknownModels: UnknownModels;
  readonly shares: InFlightShares;
  readonly bodies: BodyMemory;
  /** Requests that have not left their record yet. */
  readonly open: Roster<OpenRequest>;
  /** The gateway is stopping: connections are not kept. */
  draining: boolean;
  /** Told whenever the last open request has left its record. */
  whenEmpty: (() => void) | null;
};

/** A request that has not left its record yet, with its connection. */
export interface OpenRequest extends Member {
  readonly socket: Duplex;
  readonly run: EndableRun | null;
}

/** How a request is ended from outside. */
export interface EndableRun {
  /** The caller closed the connection. */
  callerLeft(): void;
  /** What came on its connection is no HTTP; false when its body had already come. */
  bodyBroken(error: GatewayError): boolean;
  /** The gateway's time is up. */
  shutDown(): void;
}
