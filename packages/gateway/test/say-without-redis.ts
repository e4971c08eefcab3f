import { findRedisServer } from "./find-redis-server.ts";

/** Tests over a real Redis are there only where one is; `npm run check:redis` demands it. */
export function setup(): void {
  if (findRedisServer() !== null) return;
  process.stderr.write(
    "redis-server is not installed: shared limits were not run over a real Redis (npm run check:redis)\n",
  );
}
