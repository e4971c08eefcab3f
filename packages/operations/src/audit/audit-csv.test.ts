import { describe, expect, it } from "vitest";
import { auditCsv } from "./audit-csv.ts";

const event = {
  id: "1",
  occurredAtMs: 0,
  action: "override.create",
  actor: { kind: "user", id: "u", name: "=cmd|' /C calc'!A1", role: "owner" },
  target: { kind: "override", id: "o" },
  environment: null,
  before: null,
  after: { reason: 'He said "go"\nnow' },
};

describe("auditCsv", () => {
  it("quotes what holds quotes, commas and line ends, and makes formulas text", () => {
    const [, line] = auditCsv([event]).split("\r\n");
    expect(line).toBe(
      `1970-01-01T00:00:00.000Z,override.create,user,u,'=cmd|' /C calc'!A1,owner,override,o,,,"{""reason"":""He said \\""go\\""\\nnow""}",1`,
    );
  });
});
