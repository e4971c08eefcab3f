/** Whether every gateway that is alive has answered: applied or rejected. */
export function isSettled({
  gateways,
}: {
  readonly gateways: readonly { readonly alive: boolean; readonly state: string }[];
}): boolean {
  const alive = gateways.filter((gateway) => gateway.alive);
  return alive.length > 0 && alive.every(({ state }) => state !== "waiting");
}
