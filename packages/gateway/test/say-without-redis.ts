import { findRedisServer } from "./find-redis-server.ts";

/** Says that files which demand a real Redis were left out. */
export function setup(): void {
  if (findRedisServer() !== null) return;
  process.stderr.write(
    "redis-server is not installed: shared limits were not run over a real Redis (npm run check:redis)\n",
  );
}
