import { expect, it } from "vitest";
import { badAndGood } from "../testing/bad-and-good.ts";
import { chat, chatBody } from "../testing/chat-call.ts";
import { completion, replyJson } from "../testing/wire.ts";

const on = badAndGood();

/** Asks so often, of which the cheap upstream fails every tenth call; each caller is served, by a second attempt where it fails. */
async function ask(count: number): Promise<void> {
  for (let at = 0; at < count; at++) expect((await chat(on.gateway.url, chatBody())).status).toBe(200);
}

it("the cheaper upstream serves until it has shown to fail more than is promised, here 1 of 10 where 1 of 100 may, and the record says why it comes last", async () => {
  let calls = 0;
  on.bad.answer = (response) => {
    if (++calls % 10 === 0) replyJson(response, "{}", 500);
    else replyJson(response, completion("cheap"));
  };
  const document = (route: readonly string[]) =>
    on
      .yaml({ policy: "cost", route })
      .replace("priority: 2", "priority: 1")
      .replace("bad: {", "bad: { price: { input_per_million_tokens: 1, output_per_million_tokens: 1 },")
      .replace("good: {", "good: { price: { input_per_million_tokens: 9, output_per_million_tokens: 9 },");
  on.gateway.apply(document([]));
  await ask(60);
  expect([on.bad.calls.length, on.good.calls.length]).toEqual([60, 6]);

  on.gateway.apply(document(["objectives: { success_rate: 99% }"]));
  await ask(20);
  expect([on.bad.calls.length, on.good.calls.length]).toEqual([60, 26]);
  const [last] = on.gateway.records.slice(-1);
  expect(JSON.stringify(last?.details.plan)).toContain(
    "but failed 10 % of about 60 requests of the last minutes; the objective allows 1 %",
  );
});
