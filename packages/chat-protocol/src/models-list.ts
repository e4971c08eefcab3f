/** The body of `GET /v1/models`. `createdAtMs` (epoch) is when the config that names the models began to serve. */
export function modelsList(names: readonly string[], createdAtMs: number): string {
  const created = Math.floor(createdAtMs / 1000);
  return JSON.stringify({
    object: "list",
    data: names.map((id) => ({ id, object: "model", created, owned_by: "meridian" })),
  });
}
