import { expect, it } from "vitest";
import { practisePublishing } from "./practise-publishing.ts";

it("is done on 5 documents that could be published, each of which changes something", async () => {
  const changes = await practisePublishing();
  expect(changes).toHaveLength(5);
  for (const change of changes) expect(change).toContain("east");
});
