import {
  type CredentialUseStore,
  createCredentialUseStore,
  createGatewayControl,
  createPostgresCellStore,
  createPostgresRecordStore,
  listenForEnvironments,
  openDatabase,
} from "@meridian/db";
import { backOffMs } from "../records/back-off.ts";
import type { CellStorage } from "../records/cell-flusher.ts";
import type { RecordStorage } from "../records/record-storage.ts";
import type { ControlPlane } from "./control-plane.ts";

/** One each for records, cells, uses and reports, and two to read snapshots by: none waits behind another. */
const connections = 6;

/** A database that hangs counts as gone: what was asked of it is given up and asked again. */
const queryTimeoutMs = 10_000;

/** At once, then after a tenth of a second, doubling to a whole one: each time, what was missed is read. */
const reconnectMs = (failures: number): number =>
  failures === 0 ? 0 : backOffMs(failures, Math.random(), longestReconnectMs);
const longestReconnectMs = 1_000;

/** All that a gateway has of a database. It may come and go: nothing on the request path waits for it. */
export type Store = {
  readonly controlPlane: ControlPlane;
  readonly records: RecordStorage;
  readonly cells: CellStorage;
  readonly uses: CredentialUseStore;
  close(): Promise<void>;
};

/** Connects nothing by itself: a gateway starts without its database. */
export function openStore(url: string): Store {
  const database = openDatabase(withTimeouts(url), { poolMax: connections });
  const control = createGatewayControl(database.pool);
  const recordStore = createPostgresRecordStore(database.pool);
  const cellStore = createPostgresCellStore(database.pool);
  return {
    controlPlane: { ...control, listen: (onHint) => listenForEnvironments(url, onHint, reconnectMs) },
    records: { write: (records) => recordStore.writeRecords(records), isRefusal: isDataError },
    cells: { upsert: (cells) => cellStore.upsertCells(cells) },
    uses: createCredentialUseStore(database.pool),
    close: () => database.close(),
  };
}

/** SQLSTATE classes 22 (data exception) and 23 (integrity constraint violation) are about what was written. */
function isDataError(error: unknown): boolean {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" && /^2[23]/.test(code);
}

function withTimeouts(url: string): string {
  const given = new URL(url);
  given.searchParams.set("query_timeout", String(queryTimeoutMs));
  given.searchParams.set("statement_timeout", String(queryTimeoutMs));
  return given.href;
}
