import { breakUpstream, mendUpstream } from "../src/demo-fleet.ts";
import { expect, test } from "../src/journey.ts";
import { startLoad } from "../src/load.ts";

test("an upstream killed under load: no request fails, traffic moves within 1 s, the overview shows it within 2 s", async ({
  signInAs,
  run,
}) => {
  const page = await signInAs("engineer");
  const row = page.locator('[data-upstream="east-2"]');
  await expect(row).toBeVisible();
  const load = startLoad({ gatewayUrl: run.gatewayUrl, key: run.gatewayKey, model: "claims-summary", everyMs: 40 });
  try {
    await expect.poll(() => load.countOf("east-2")).toBeGreaterThan(5);
    await breakUpstream(run, "east-2", { refuse: true });
    const killedAtMs = Date.now();
    await expect(row).toContainText(/Open|Ejected|Half-open/, { timeout: 2_000 });
    expect(Date.now() - killedAtMs).toBeLessThan(2_000);
    expect(load.lastAnswerOf("east-2") - killedAtMs).toBeLessThan(1_000);
    const { failures } = await load.stop();
    expect(failures).toEqual([]);
  } finally {
    await load.stop();
    await mendUpstream(run, "east-2");
  }
  await expect(row).toContainText(/Healthy|Warming/, { timeout: 60_000 });
});
