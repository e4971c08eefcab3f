import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { findRedisServer } from "./packages/gateway/test/find-redis-server.ts";

/** Files that wait for most of their time, begun first: at the end they would be waited for alone. */
const longWaits = ["database-outage.integration.test.ts", "shared-limits.redis.integration.test.ts"];

/** Loading what they test anew for each of some 300 files took about as long as the tests themselves. */
const loadOnce = { isolate: false, restoreMocks: true, unstubEnvs: true };

/** `npm run check:redis` demands them. */
const withoutRedis = findRedisServer() === null ? ["**/*.redis.integration.test.ts"] : [];

class LongWaitsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const waits = ({ moduleId }: TestSpecification) => longWaits.some((name) => moduleId.endsWith(name));
    const sorted = await super.sort(files);
    return [...sorted.filter(waits), ...sorted.filter((file) => !waits(file))];
  }
}

export default defineConfig({
  test: {
    // By default one core is left free: on two cores that is half of the machine.
    maxWorkers: "100%",
    sequence: { sequencer: LongWaitsFirst },
    projects: [
      {
        test: {
          ...loadOnce,
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts"],
          exclude: ["**/*.integration.test.ts", "**/node_modules/**"],
          // Some send hundreds of requests over real sockets, on machines that do other things too.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...loadOnce,
          name: "integration",
          include: ["packages/*/src/**/*.integration.test.ts", "apps/*/src/**/*.integration.test.ts"],
          exclude: ["**/node_modules/**", ...withoutRedis],
          globalSetup: ["packages/db/src/testing/global-setup.ts", "packages/gateway/test/say-without-redis.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
