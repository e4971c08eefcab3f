import { expect, it } from "vitest";
import { errorOfNoPlan } from "./error-of-no-plan.ts";

it("names each upstream with what keeps it from serving the request", () => {
  const skipped = [
    { name: "east", reason: "tools", why: "does not call tools" },
    { name: "west", reason: "context_window", why: "about 9000 tokens exceed its window of 8192" },
  ] as const;
  const error = errorOfNoPlan({ kind: "no_eligible_upstream", route: "chat", skipped });
  expect(error.code).toBe("not_capable");
  expect(error.message).toContain("`east`: does not call tools; `west`: about 9000 tokens exceed its window of 8192.");
});
