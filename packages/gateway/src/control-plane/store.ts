import type { CellStorage } from "../records/cell-flusher.ts";
import type { RecordStorage } from "../records/record-storage.ts";
import type { ControlPlane } from "./control-plane.ts";

/** All that a gateway has of a database. It may come and go: nothing on the request path waits for it. */
export type Store = {
  readonly controlPlane: ControlPlane;
  readonly records: RecordStorage;
  readonly cells: CellStorage;
  close(): Promise<void>;
};
