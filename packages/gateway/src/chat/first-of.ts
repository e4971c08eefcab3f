/** A header's first value: a list when an upstream sends one more than once, whatever its types say. */
export function firstOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
