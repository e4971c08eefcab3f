/** Where a person is: the part of every address below sign-in. */
export type Place = { readonly workspace: string; readonly environment: string };

const base = ({ workspace, environment }: Place): string =>
  `/${encodeURIComponent(workspace)}/${encodeURIComponent(environment)}`;

/** Addresses of the screens. */
export const paths = {
  overview: (place: Place) => `${base(place)}/overview`,
  /** From an empty environment to its first request. */
  start: (place: Place) => `${base(place)}/start`,
  addUpstream: (place: Place) => `${base(place)}/routing/add-upstream`,
  routing: (place: Place) => `${base(place)}/routing`,
  editor: (place: Place) => `${base(place)}/routing/edit`,
  version: (place: Place, number: number) => `${base(place)}/routing/${number}`,
  compare: (place: Place, number: number, withNumber: number) =>
    `${base(place)}/routing/${number}?compare=${withNumber}`,
  requests: (place: Place) => `${base(place)}/requests`,
  request: (place: Place, id: string) => `${base(place)}/requests/${id}`,
  runs: (place: Place, by: "session" | "trace") => `${base(place)}/requests/runs?by=${by}`,
  run: (place: Place, by: "session" | "trace", key: string) =>
    `${base(place)}/requests/runs/${by}/${encodeURIComponent(key)}`,
  errors: (place: Place) => `${base(place)}/errors`,
  error: (place: Place, id: string) => `${base(place)}/errors/${id}`,
  keys: (place: Place) => `${base(place)}/keys`,
  settings: (place: Place) => `${base(place)}/settings`,
  settingsPage: (place: Place, name: string) => `${base(place)}/settings/${name}`,
  /** The help page, at one of its words when given. */
  help: (place: Place, term?: string) => `${base(place)}/help${term === undefined ? "" : `#${term}`}`,
} as const;
