/** What JSON can say as it is. */
type PlainJson = string | number | boolean | null | PlainJson[] | { [name: string]: PlainJson };

/** Whether JSON gives the value back as it was: no undefined, no NaN, no dates, no instances of classes. */
export function isPlainJson(value: unknown): value is PlainJson {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      // JSON has no sign for zero.
      return Number.isFinite(value) && !Object.is(value, -0);
    case "object":
      if (value === null) return true;
      if (Array.isArray(value)) return value.every(isPlainJson);
      return isPlainObject(value) && Object.values(value).every(isPlainJson);
    default:
      return false;
  }
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
