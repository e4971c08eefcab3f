import { defineConfig } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "./src/chromium.ts";

const startTheirOwn = /(backup-restore|own-workspace|without-launcher)\.spec\.ts$/;

export default defineConfig({
  testDir: "./journeys",
  globalSetup: "./src/global-setup.ts",
  outputDir: "../.cache/e2e-results",
  workers: 2,
  projects: [
    // They share one running copy and change its config: one after the other.
    { name: "one copy", testIgnore: startTheirOwn, workers: 1 },
    // Beside them, those that wait for copies of their own to start; one after the other as well, for two cores.
    { name: "own copies", testMatch: startTheirOwn, workers: 1 },
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
