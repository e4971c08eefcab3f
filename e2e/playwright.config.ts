import { defineConfig } from "@playwright/test";
import { chromiumArgs, chromiumPath } from "./src/chromium.ts";

export default defineConfig({
  testDir: "./journeys",
  globalSetup: "./src/global-setup.ts",
  outputDir: "../.cache/e2e-results",
  // The journeys share one running copy and change its config: one after the other.
  workers: 1,
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
