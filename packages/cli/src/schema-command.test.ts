import { routingConfigJsonSchema } from "@meridian/routing-config";
import { expect, test } from "vitest";
import { schemaCommand } from "./schema-command.ts";
import { capturedConsole } from "./testing/captured-console.ts";

test("prints the JSON Schema and nothing else, so that it can be kept as a file", async () => {
  const console = capturedConsole();
  expect(await schemaCommand.run([], console)).toBe(0);
  expect(JSON.parse(console.said.join("\n"))).toEqual(routingConfigJsonSchema());
  expect(JSON.parse(console.said.join("\n"))).toMatchObject({
    type: "object",
    required: expect.arrayContaining(["language", "upstreams", "routes"]),
  });
});

test("an argument is refused", async () => {
  await expect(schemaCommand.run(["out.json"], capturedConsole())).rejects.toThrow("takes no arguments");
});
