import { describe, expect, it } from "vitest";
import { createLog } from "./create-log.ts";

function captured(level = "info") {
  const lines: string[] = [];
  const log = createLog(level, "gateway", { write: (line) => void lines.push(line) });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? "{}") as Record<string, unknown> };
}

describe("createLog", () => {
  it("writes a line of JSON with level, time, name and the request's id, and nothing below its level", () => {
    const { log, lines, last } = captured("info");
    log.debug("too low");
    log.error({ requestId: "r-1" }, "a request broke");
    expect(lines).toHaveLength(1);
    expect(last()).toMatchObject({ level: 50, name: "gateway", requestId: "r-1", msg: "a request broke" });
    expect(last()["time"]).toBeTypeOf("number");
  });

  it.each([
    ["by name, at the top", (secret: string) => ({ authorization: secret })],
    ["by name, one level down", (secret: string) => ({ headers: { cookie: secret } })],
    ["by name, two levels down", (secret: string) => ({ request: { headers: { "x-api-key": secret } } })],
    ["in an error", (secret: string) => ({ err: new Error(`refused mk_live_${secret}`) })],
    [
      "on an error",
      (secret: string) => ({ err: Object.assign(new Error("no"), { detail: secret, parameters: [secret] }) }),
    ],
    [
      "in a database's address",
      (secret: string) => ({ err: new Error(`postgres://owner:${secret}@db:5432/x failed`) }),
    ],
  ])("replaces a credential %s", (_where, fields) => {
    const { log, lines } = captured();
    log.error(fields("Kd83hTq0vPz1"), "it failed");
    expect(lines.join("")).toContain("it failed");
    expect(lines.join("")).not.toContain("Kd83hTq0vPz1");
  });

  it("replaces keys in messages", () => {
    const { log, last } = captured();
    log.info("called with sk-abcdefgh12345678 and mk_test_abcdefgh1234");
    expect(last()["msg"]).toBe("called with [redacted] and [redacted]");
  });

  it("keeps an error's code and place", () => {
    const { log, last } = captured();
    log.error({ err: Object.assign(new TypeError("gone"), { code: "ECONNRESET" }) }, "it failed");
    expect(last()["err"]).toMatchObject({
      type: "TypeError",
      message: "gone",
      code: "ECONNRESET",
      stack: expect.stringContaining("create-log.test"),
    });
  });
});
