import { describe, expect, it } from "vitest";

type Packages = Readonly<Record<string, object | undefined>>;
const { isInstalled } = (await import(new URL("../../launch/is-installed.mjs", import.meta.url).href)) as {
  readonly isInstalled: (wanted: Packages, present: Packages) => boolean;
};

describe("whether dependencies are installed", () => {
  const own = { "node_modules/@meridian/db": { resolved: "packages/db", link: true } };
  const lock = { "": {}, "packages/db": { version: "0.1.0" }, ...own, "node_modules/zod": { version: "4.0.0" } };

  const cases: readonly { readonly what: string; readonly present: Packages; readonly is: boolean }[] = [
    { what: "all of it stands there", present: lock, is: true },
    {
      what: "a package of this workspace came with a pull",
      present: { ...lock, "node_modules/@meridian/db": undefined },
      is: false,
    },
    {
      what: "a package of this workspace has moved",
      present: { ...lock, "node_modules/@meridian/db": { resolved: "old/db", link: true } },
      is: false,
    },
    { what: "another version stands there", present: { ...lock, "node_modules/zod": { version: "3.0.0" } }, is: false },
    { what: "one is missing", present: own, is: false },
  ];
  it.each(cases)("$is where $what", ({ present, is }) => {
    expect(isInstalled(lock, present)).toBe(is);
  });

  it("does not ask for what is of other systems only", () => {
    expect(isInstalled({ ...lock, "node_modules/fsevents": { version: "2.0.0", optional: true } }, lock)).toBe(true);
  });
});
