import { afterEach, beforeEach, expect, it } from "vitest";
import { type RawUpstream, startRawUpstream } from "../../testing/raw-upstream.ts";
import { waitUntil } from "../../testing/wait-until.ts";
import { UpstreamPools } from "../upstream-pools.ts";
import { assumeRole, type LentByRole } from "../aws/assume-role.ts";
import type { RenewedCredentials } from "./renewed-credentials.ts";

const minuteMs = 60_000;
const by = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
let nowMs: number;
let lendsForMs: number;
let sts: RawUpstream;
let pools: UpstreamPools;
let role: RenewedCredentials<LentByRole>;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 0, 1);
  lendsForMs = 60 * minuteMs;
  sts = await startRawUpstream((response) => {
    const id = `ASIA${sts.calls.length}`;
    const expires = new Date(nowMs + lendsForMs).toISOString();
    response.end(
      `<AccessKeyId>${id}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expires}</Expiration>`,
    );
  });
  pools = new UpstreamPools({ allowPrivate: true });
  const { origin } = new URL(sts.url);
  role = assumeRole({
    roleArn: "arn",
    region: "us-east-1",
    by,
    pool: pools.get(origin),
    origin,
    clock: () => nowMs,
  });
  await role.get(nowMs);
});
afterEach(async () => {
  await pools.destroy();
  await sts.close();
});

it("renews what a role was lent in the background before it ends, and signs with the old until the new is there", async () => {
  nowMs += 49 * minuteMs;
  expect(role.get(nowMs)).toMatchObject({ accessKeyId: "ASIA1" });
  nowMs += 2 * minuteMs;
  expect(role.get(nowMs)).toMatchObject({ accessKeyId: "ASIA1" });
  expect(role.get(nowMs)).toMatchObject({ accessKeyId: "ASIA1" });
  await waitUntil(
    () => "accessKeyId" in role.get(nowMs) && JSON.stringify(role.get(nowMs)).includes("ASIA2"),
    "the new",
  );
  expect(sts.calls).toHaveLength(2);
});

it("waits for new ones when the old have ended, and tells when there are none to be had", async () => {
  nowMs += 60 * minuteMs;
  expect(await role.get(nowMs)).toMatchObject({ accessKeyId: "ASIA2" });
  nowMs += 60 * minuteMs;
  sts.answer = (response) => response.writeHead(403).end("<Error><Code>ExpiredToken</Code></Error>");
  await expect(role.get(nowMs)).rejects.toMatchObject({
    refused: true,
    message: "STS answered with status 403: ExpiredToken.",
  });
  // It is not asked by every request then.
  await expect(role.get(nowMs)).rejects.toMatchObject({ refused: true });
  expect(sts.calls).toHaveLength(3);
  sts.answer = (response) => response.writeHead(503).end();
  nowMs += 2_001;
  await expect(role.get(nowMs)).rejects.toMatchObject({ refused: false });
});

it("renews those that were refused in the background, but not such as are new", async () => {
  role.refused(nowMs);
  expect(sts.calls).toHaveLength(1);
  nowMs += minuteMs;
  role.refused(nowMs);
  role.refused(nowMs);
  expect(role.get(nowMs)).toMatchObject({ accessKeyId: "ASIA1" });
  await waitUntil(() => JSON.stringify(role.get(nowMs)).includes("ASIA2"), "the new");
  expect(sts.calls).toHaveLength(2);
});

it("uses what is lent for seconds for nine tenths of them, and asks once they are half gone, not at each request", async () => {
  lendsForMs = 20_000;
  nowMs += 60 * minuteMs;
  await role.get(nowMs);
  expect(sts.calls).toHaveLength(2);
  for (let second = 1; second < 10; second++) {
    nowMs += 1_000;
    expect(role.get(nowMs)).toMatchObject({ accessKeyId: "ASIA2" });
  }
  expect(sts.calls).toHaveLength(2);
  sts.answer = (response) => response.writeHead(503).end();
  nowMs += 2_000;
  expect(role.get(nowMs)).toMatchObject({ accessKeyId: "ASIA2" });
  await waitUntil(() => sts.calls.length === 3, "the new are asked for");
  nowMs += 6_900;
  expect(role.get(nowMs)).toMatchObject({ accessKeyId: "ASIA2" });
  nowMs += 200;
  expect(role.get(nowMs)).toBeInstanceOf(Promise);
  await Promise.resolve(role.get(nowMs)).catch(() => {});
});

it("uses what is lent for minutes for half of them before it asks again", async () => {
  lendsForMs = 4 * minuteMs;
  nowMs += 60 * minuteMs;
  await role.get(nowMs);
  nowMs += 1.9 * minuteMs;
  expect(role.get(nowMs)).toMatchObject({ accessKeyId: "ASIA2" });
  expect(sts.calls).toHaveLength(2);
  nowMs += 0.2 * minuteMs;
  expect(role.get(nowMs)).toMatchObject({ accessKeyId: "ASIA2" });
  await waitUntil(() => JSON.stringify(role.get(nowMs)).includes("ASIA3"), "the new");
});
