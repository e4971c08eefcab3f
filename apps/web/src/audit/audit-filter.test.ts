import { describe, expect, it } from "vitest";
import { filterOf } from "./audit-filter.ts";

const of = (search: string) => filterOf(new URLSearchParams(search));

describe("filterOf", () => {
  it("reads what the address says, and nothing else", () => {
    expect(of("action=secret.&actorId=u1&page=2&targetKind=")).toEqual({ action: "secret.", actorId: "u1" });
  });

  it("includes both days, as the browser's calendar has them", () => {
    expect(of("from=2026-03-08&to=2026-03-08")).toEqual({
      fromMs: new Date(2026, 2, 8).getTime(),
      toMs: new Date(2026, 2, 9).getTime(),
    });
    expect(of("from=yesterday")).toEqual({});
  });
});
