import { describe, expect, it } from "vitest";
import { changesBetween } from "./changes-between.ts";

const config = (weight: number) => `language: 1
upstreams:
  east: { provider: vllm, base_url: "http://127.0.0.1:1/v1" }
  west: { provider: vllm, base_url: "http://127.0.0.1:2/v1" }
routes:
  chat:
    policy: weighted
    targets:
      - { upstream: east, weight: 50 }
      - { upstream: west, weight: ${weight} }
`;

describe("changesBetween", () => {
  it("tells 1 sentence for a weight that moves traffic", () => {
    expect(changesBetween(config(50), config(150))).toHaveLength(1);
  });

  it("is empty for documents that mean the same, and null for one that cannot be read", () => {
    expect(changesBetween(config(50), `# a comment\n${config(50)}`)).toEqual([]);
    expect(changesBetween(config(50), "language: [")).toBeNull();
  });
});
