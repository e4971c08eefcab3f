const star = 42;

/**
 * Whether a whole value fits a pattern in which `*` stands for any run of characters, also an empty one. Case counts;
 * nothing else is special. Takes at most pattern length × value length steps, whatever the pattern.
 */
export function matchPattern(pattern: string, value: string): boolean {
  let inPattern = 0;
  let inValue = 0;
  let lastStar = -1;
  let resumeAt = 0;
  while (inValue < value.length) {
    const wanted = inPattern < pattern.length ? pattern.charCodeAt(inPattern) : -1;
    if (wanted === star) {
      lastStar = inPattern++;
      resumeAt = inValue;
    } else if (wanted === value.charCodeAt(inValue)) {
      inPattern++;
      inValue++;
    } else if (lastStar >= 0) {
      inPattern = lastStar + 1;
      inValue = ++resumeAt;
    } else {
      return false;
    }
  }
  while (inPattern < pattern.length && pattern.charCodeAt(inPattern) === star) inPattern++;
  return inPattern === pattern.length;
}

/** Whether a value fits at least one of the patterns. */
export function matchAny(patterns: readonly string[], value: string): boolean {
  for (const pattern of patterns) if (matchPattern(pattern, value)) return true;
  return false;
}
