import type { RoutedRequest } from "./simulated-router.ts";

/** Requests that a gateway holds until an upstream is free, first come first served. */
export class WaitingRoom {
  #requests: RoutedRequest[] = [];
  #head = 0;
  /** Somebody will look again soon. */
  tickPlanned = false;

  get length(): number {
    return this.#requests.length - this.#head;
  }

  get first(): RoutedRequest | undefined {
    return this.#requests[this.#head];
  }

  add(request: RoutedRequest): void {
    this.#requests.push(request);
  }

  shift(): void {
    this.#head++;
    if (this.#head < 64 || this.#head * 2 < this.#requests.length) return;
    this.#requests = this.#requests.slice(this.#head);
    this.#head = 0;
  }
}
