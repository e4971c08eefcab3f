import { expect, it } from "vitest";
import { secretContent } from "./secret-content.ts";

const account = { type: "service_account", client_email: "a@b.iam.gserviceaccount.com", private_key: "-----BEGIN" };

it.each(["sk-1", JSON.stringify(account), JSON.stringify(account, null, 2), '{"any":"thing else"}'])(
  "takes the credential %j as it is",
  (value) => {
    expect(secretContent.value.parse(value)).toBe(value);
  },
);

it.each([
  ["two words", "visible ASCII"],
  ["sk-1\n", "visible ASCII"],
  ["", "visible ASCII"],
  [JSON.stringify(account, null, 2).slice(0, -1), "not whole"],
  [JSON.stringify({ ...account, private_key: undefined }), "not whole"],
])("refuses %j and says why, without what it holds", (value, why) => {
  const { error } = secretContent.value.safeParse(value);
  expect(error?.issues.map(({ message }) => message).join()).toContain(why);
  expect(JSON.stringify(error?.issues)).not.toContain(value.trim() || "never");
});
