import { test as base, expect, type Page } from "@playwright/test";
import type { Run } from "./product.ts";

type Person = "owner" | "engineer" | "domain_expert" | "viewer";

/** Playwright's test with the running copy at hand, and a way to sign in as one of the demo's people. */
export const test = base.extend<{ run: Run; signInAs: (person: Person) => Promise<Page> }>({
  // biome-ignore format: playwright wants the destructured parameter
  run: async ({}, use) => {
    await use(JSON.parse(process.env["MERIDIAN_E2E_RUN"] ?? "{}") as Run);
  },
  signInAs: async ({ page, run }, use) => {
    await use(async (person) => {
      const email = run.users.find(({ role }) => role === person)?.email;
      if (email === undefined) throw new Error(`The demo has no ${person}.`);
      await page.goto(`${run.url}/sign-in`);
      await page.getByLabel("Email").fill(email);
      await page.getByLabel("Password").fill(run.password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await expect(page).toHaveURL(/\/overview/);
      return page;
    });
  },
});

export { expect };
