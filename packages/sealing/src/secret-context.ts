/** What a sealed secret is bound to: it opens for this environment and under this name only. */
export function secretContext(environmentId: string, name: string): string {
  return `${environmentId}/${name}`;
}
