import type { RoutedRequest } from "../simulation/simulated-router.ts";

/** Requests that one gateway has sent to each upstream and that have not ended. */
export class InFlight {
  readonly counts: Int32Array;

  constructor(upstreams: number) {
    this.counts = new Int32Array(upstreams);
  }

  begin(upstream: number): number {
    this.counts[upstream]! += 1;
    return upstream;
  }

  end({ upstream }: RoutedRequest): void {
    this.counts[upstream]! -= 1;
  }
}
