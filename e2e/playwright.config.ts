import { defineConfig } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "./src/chromium.ts";

/** Those that start copies of their own, and one that only looks. */
const besideOthers = /(accessible|backup-restore|own-workspace|without-launcher)\.spec\.ts$/;
/** Those that hold the product to seconds, or take its processes away. */
const undisturbed = /(key-to-request|processes-killed|publish|requests|roll-back|upstream-killed)\.spec\.ts$/;

export default defineConfig({
  testDir: "./journeys",
  globalSetup: "./src/global-setup.ts",
  outputDir: "../.cache/e2e-results",
  workers: 2,
  projects: [
    // They share one running copy and change its config: one after the other.
    { name: "one copy", testIgnore: [besideOthers, undisturbed], workers: 1 },
    // One after the other as well, for two cores.
    { name: "beside", testMatch: besideOthers, workers: 1 },
    { name: "undisturbed", testMatch: undisturbed, workers: 1, dependencies: ["one copy", "beside"] },
  ],
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json"]],
  use: {
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    trace: "off",
    launchOptions: { executablePath: await chromiumPath(), args: chromiumArgs },
  },
});
