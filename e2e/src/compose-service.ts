import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

const root = resolve(import.meta.dirname, "..", "..");

type Compose = {
  readonly services: Readonly<Record<string, { readonly environment?: Readonly<Record<string, string>> }>>;
};

/**
 * The environment that docker-compose.yml gives a service, and nothing else, when `.env` holds these variables.
 *
 * @throws for a variable that is wanted and not there
 */
export function composeEnvironment(service: string, env: Readonly<Record<string, string>>): Record<string, string> {
  const compose = parse(readFileSync(join(root, "docker-compose.yml"), "utf8"), { merge: true }) as Compose;
  const filled = (text: string): string =>
    text.replaceAll(/\$\{(\w+)(?:(:-|:\?)([^}]*))?\}/g, (_all, name: string, how: string | undefined, word: string) => {
      const value = env[name] || (how === ":-" ? word : undefined);
      if (value === undefined) throw new Error(`${name} is not set: ${word}`);
      return value;
    });
  const given = Object.entries(compose.services[service]?.environment ?? {});
  return Object.fromEntries(given.map(([name, value]) => [name, filled(value)]));
}
