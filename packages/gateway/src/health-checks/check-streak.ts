import type { HealthCheckOptions } from "@meridian/routing";

type Turns = Pick<HealthCheckOptions, "healthyAfter" | "unhealthyAfter">;

/** What one upstream's checks have come to: a few in a row are needed to change it. */
export class CheckStreak {
  /** Since when the upstream is unwell, epoch ms; 0: it is well, as every upstream is at first. */
  failsSinceMs = 0;
  /** Checks in a row that contradict it. */
  #against = 0;

  /** Takes in one check. Whether it changed anything. */
  take(well: boolean, { healthyAfter, unhealthyAfter }: Turns, nowMs: number): boolean {
    const isWell = this.failsSinceMs === 0;
    this.#against = well === isWell ? 0 : this.#against + 1;
    if (this.#against < (isWell ? unhealthyAfter : healthyAfter)) return false;
    this.know(isWell ? nowMs : 0);
    return true;
  }

  /** Takes over what another has found. */
  know(failsSinceMs: number): void {
    if ((this.failsSinceMs === 0) === (failsSinceMs === 0)) return;
    this.failsSinceMs = failsSinceMs;
    this.#against = 0;
  }
}
