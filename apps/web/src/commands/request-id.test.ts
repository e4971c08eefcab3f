import { describe, expect, it } from "vitest";
import { requestIdIn } from "./request-id.ts";

const id = "0198c2f4-1a2b-7c3d-8e4f-0123456789ab";

describe("requestIdIn", () => {
  it.each([
    [id, id],
    [` ${id.toUpperCase()}\n`, id],
    [`x-request-id: ${id}, 503`, id],
    ["0198c2f4", null],
    ["overview", null],
    [`${id}0`, null],
  ])("finds in %j %j", (text, found) => expect(requestIdIn(text)).toBe(found));
});
