import { didYouMean, listInWords } from "../nearest-name.ts";
import { found, problem, read, scalar } from "./scalar.ts";

const headerName = /^header:[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;

/** One of the given words, or `header:NAME`; the header's name is read in lower case. */
export const callerIdentity = (description: string, words: readonly [string, ...string[]]) =>
  scalar({
    writtenAs: { type: "string", description, examples: [words[0], "header:x-user-id"] },
    standIn: words[0],
    read: (input) => {
      if (typeof input === "string" && words.includes(input)) return read(input);
      if (typeof input === "string" && headerName.test(input)) return read(input.toLowerCase());
      const near = typeof input === "string" ? didYouMean(input, words) : null;
      const all = `Known: ${listInWords([...words, "header:NAME"], "and")}.`;
      return problem(
        "invalid_value",
        `must say who the caller is, but is ${found(input)}`,
        near === null ? all : `${near} ${all}`,
      );
    },
  });
