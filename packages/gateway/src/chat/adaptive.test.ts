import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { beginChat, chat, chatBody, readReply } from "../testing/chat-call.ts";
import { type RawUpstream, startRawUpstream } from "../testing/raw-upstream.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";
import {
  beginStream,
  completion,
  doneFrame,
  finishFrame,
  replyJson,
  replyStream,
  roleFrame,
  textFrame,
} from "../testing/wire.ts";

let upstreams: RawUpstream[];
let gateway: TestGateway;

const yaml = (): string =>
  routingYaml(Object.fromEntries(upstreams.map(({ url }, index) => [`engine${index}`, url])), {
    provider: "vllm",
    policy: "{ kind: adaptive, exploration: 0% }",
  }).replaceAll(/priority: \d/g, "priority: 1");

beforeEach(async () => {
  upstreams = [];
  for (let index = 0; index < 3; index += 1) {
    upstreams.push(
      await startRawUpstream((response, call) => {
        if (JSON.parse(call.body).stream) replyStream(response, roleFrame, textFrame("x"), finishFrame, doneFrame);
        else replyJson(response, completion("x"));
      }),
    );
  }
  gateway = await startTestGateway(yaml());
});
afterEach(async () => {
  await gateway.close();
  await Promise.all(upstreams.map((upstream) => upstream.close()));
});

const asks = (system: string, question: string, more: Readonly<Record<string, unknown>> = {}): string =>
  chatBody({
    messages: [
      { role: "system", content: system },
      { role: "user", content: question },
    ],
    ...more,
  });
const servedBy = async (body: string) => (await chat(gateway.url, body)).headers["x-meridian-upstream"];

describe("policy `adaptive`", () => {
  it("sends what begins alike to one engine, also after a change of the config, and says what is cached", async () => {
    for (const letter of ["a", "b", "c"]) {
      const system = letter.repeat(4_000);
      const home = await servedBy(asks(system, "first"));
      for (let count = 0; count < 3; count += 1) expect(await servedBy(asks(system, `next ${count}`))).toBe(home);
      gateway.apply(`${yaml()}# changed for ${letter}\n`);
      expect(await servedBy(asks(system, "after the change", { stream: true }))).toBe(home);
    }
    const { plan } = (await gateway.record(14)).details;
    expect(plan).toMatchObject({ policy: "adaptive", regime: "latency" });
    expect(JSON.stringify(plan)).toMatch(/9\d % of the prompt cached, stays there/);
  });

  it("counts a prompt as waiting until its first token, and names a surge", async () => {
    const [first] = upstreams;
    if (!first) throw new Error("no upstream");
    const held: (() => void)[] = [];
    for (const upstream of upstreams)
      upstream.answer = (response) => {
        beginStream(response, roleFrame);
        held.push(() => response.end(`${textFrame("x")}${finishFrame}${doneFrame}`));
      };
    const long = (letter: string) => asks(letter.repeat(60_000), "?", { stream: true });
    const replies = ["a", "b", "c", "d"].map((letter) => readReply(beginChat(gateway.url, long(letter))));
    await waitUntil(() => held.length === 4, "4 requests at the engines");
    // Three engines have one each before any has a second.
    expect(upstreams.map(({ calls }) => calls.length).toSorted()).toEqual([1, 1, 2]);
    for (const finish of held) finish();
    await Promise.all(replies);
    await waitUntil(() => gateway.records.length === 4, "4 records");
    expect(
      gateway.records.map(({ details }) => (details.plan && "regime" in details.plan ? details.plan.regime : null)),
    ).toContain("surge");
    const [environment] = gateway.registry.all();
    const state = environment?.state;
    expect(state?.views(Date.now()).map(({ inFlight, outstandingTokens }) => [inFlight, outstandingTokens])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });
});
