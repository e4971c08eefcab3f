import { found, problem, read, scalar } from "./scalar.ts";

/** `true` or `false`. */
export const flag = (description: string, example = true) =>
  scalar({
    writtenAs: { type: "boolean", description, examples: [example] },
    standIn: example,
    read: (input) =>
      typeof input === "boolean"
        ? read(input)
        : problem(
            "wrong_type",
            `must be \`true\` or \`false\`, but is ${found(input)}`,
            "YAML 1.2 reads `yes`, `no`, `on` and `off` as text.",
          ),
  });
