import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "../src/journey.ts";

for (const scheme of ["light", "dark"] as const) {
  test(`no screen has an accessibility violation that axe can find, in ${scheme}`, async ({ signInAs, run }) => {
    const page = await signInAs("engineer");
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const base = page.url().replace(/\/overview.*/, "");
    for (const screen of ["overview", "routing", "routing/edit", "routing/1", "requests", "keys"]) {
      await page.goto(`${base}/${screen}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${screen}: ${id} ${nodes.map(({ html }) => html).join(" ")}`)).toEqual(
        [],
      );
    }
    expect(run.url).toBe(new URL(page.url()).origin);
  });
}
