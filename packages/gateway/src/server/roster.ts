/** Stands in at most one roster. */
export interface Member {
  /** Its place, kept by the roster alone; -1 while it stands in none. */
  rosterIndex: number;
}

/**
 * Those of whom many come and go in no order. A `Set` makes itself a new table again and again then, each linked to the
 * next; once the old generation has one of them, every younger one lives with all that it held, and young collections go
 * on copying requests that have long ended: a tenth of the gateway's CPU.
 */
export class Roster<T extends Member> {
  readonly #members: T[] = [];

  get size(): number {
    return this.#members.length;
  }

  add(member: T): void {
    if (member.rosterIndex !== -1) return;
    member.rosterIndex = this.#members.length;
    this.#members.push(member);
  }

  remove(member: T): void {
    const at = member.rosterIndex;
    if (at === -1) return;
    member.rosterIndex = -1;
    const last = this.#members.pop();
    if (!last || last === member) return;
    this.#members[at] = last;
    last.rosterIndex = at;
  }

  /** Whoever leaves or comes meanwhile: those who stay are told once. */
  forEach(tell: (member: T) => void): void {
    for (const member of this.#members.slice()) if (member.rosterIndex !== -1) tell(member);
  }
}
