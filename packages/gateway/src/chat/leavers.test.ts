import { connect } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { seededRandom, startEngine, type RunningEngine } from "@meridian/simulator";
import { chatBody } from "../testing/chat-call.ts";
import { chatHead } from "../testing/raw-call.ts";
import { routingYaml } from "../testing/routing-yaml.ts";
import { startTestGateway, type TestGateway } from "../testing/start-test-gateway.ts";
import { waitUntil } from "../testing/wait-until.ts";

let engines: readonly RunningEngine[];
let gateway: TestGateway;
let yaml: string;

beforeEach(async () => {
  engines = await Promise.all([1, 2].map((seed) => startEngine({ seed, timeScale: 1, outputTokens: 200 })));
  const [east, west] = engines.map(({ url }) => url);
  yaml = routingYaml({ east: east ?? "", west: west ?? "" }, { policy: "round_robin" });
  gateway = await startTestGateway(yaml);
});
afterEach(async () => {
  await gateway.close();
  await Promise.all(engines.map((engine) => engine.close()));
});

it("rule 13: of 400 callers that leave at random points, while the config is swapped, none leaves anything behind but 1 record", async () => {
  const random = seededRandom(7);
  const body = chatBody({ stream: true });
  const whole = chatHead(`content-length: ${body.length}`) + body;
  let begun = 0;
  const leave = (): Promise<void> =>
    new Promise((resolve) => {
      const part = random() < 0.2 ? Math.floor(random() * whole.length) : whole.length;
      const headersWhole = part >= whole.length - body.length;
      if (headersWhole) begun += 1;
      const readAtMost = random() * 5_000;
      const socket = connect(gateway.port, "127.0.0.1");
      let read = 0;
      const go = (): void => void (random() < 0.5 ? socket.destroy() : socket.resetAndDestroy());
      socket.on("error", () => undefined);
      socket.on("close", () => resolve());
      socket.on("data", (chunk) => {
        read += chunk.length;
        if (read >= readAtMost) go();
      });
      socket.write(whole.slice(0, part), () => {
        if (part < whole.length || random() < 0.2) setImmediate(go);
      });
    });
  const swapping = setInterval(() => gateway.apply(yaml), 20);
  for (let i = 0; i < 8; i += 1) await Promise.all(Array.from({ length: 50 }, leave));
  clearInterval(swapping);
  await waitUntil(() => gateway.counters.requestsInFlight === 0, "nothing in flight");
  const [environment] = gateway.registry.all();
  expect(environment?.state.views(Date.now()).map(({ inFlight }) => inFlight)).toEqual([0, 0]);
  expect(gateway.counters.streamsOpen).toBe(0);
  // A reset may overtake the headers that were written before it.
  expect(gateway.records.length).toBeLessThanOrEqual(begun);
  expect(gateway.records.length).toBeGreaterThan(begun * 0.8);
  expect(new Set(gateway.records.map(({ id }) => id)).size).toBe(gateway.records.length);
  await waitUntil(
    () => engines.every((engine) => engine.requests().every(({ aborted, endedAtMs }) => aborted || endedAtMs !== null)),
    "no upstream works for nobody",
  );
}, 30_000);
