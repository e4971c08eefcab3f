import { found, problem, read, type Reading, scalar } from "./scalar.ts";
import { readText } from "./text.ts";

/** An absolute http(s) address without credentials, query or fragment; trailing slashes are dropped. */
export const webAddress = (description: string, example: string) =>
  scalar({
    writtenAs: { type: "string", description, examples: [example], format: "uri", pattern: "^https?://" },
    standIn: example,
    read: (input) => {
      const text = readText(input, example);
      return text.ok ? readAddress(text.value, example) : text;
    },
  });

const readAddress = (text: string, example: string): Reading<string> => {
  const hint = `For example \`${example}\`.`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:\/\//i.test(text)) {
    const scheme =
      url !== null && /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
        ? "must begin with `http://` or `https://`"
        : "must be an http or https address";
    return problem("invalid_value", text.includes("@") ? scheme : `${scheme}, but is ${found(text)}`, hint);
  }
  if (url.username !== "" || url.password !== "") {
    return problem(
      "literal_credential",
      "must not carry a user name or password",
      "Put the credential in `api_key` as `${secret.NAME}`.",
    );
  }
  if (text.includes("?") || text.includes("#")) {
    return problem(
      "invalid_value",
      "must not have a query or a fragment",
      `End the address before \`?\` or \`#\`, for example \`${example}\`.`,
    );
  }
  return read(text.replace(/\/+$/, ""));
};
