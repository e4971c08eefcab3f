import type { LeaseGrant, LeaseWish } from "./lease-store.ts";
import { leaseAhead } from "./lease-size.ts";
import type { LeasedKind, LeasedMeter } from "./leased-meter.ts";
import { localShare } from "./local-share.ts";

/** A lease that is not renewed lapses in the store; what was let into a minute with it has to slide out first. */
const leaseMs = 20_000;
const minuteMs = 60_000;

const renewAfterMs = 6_000;

/** What is not urgent waits this long: giving back, and asking again for what was not there. */
const patienceMs = 1_000;

/** A shrinking pace is believed slowly: half of it in a second. */
const paceHalvesMs = 1_000;

/** What is in flight ends at any moment: so long a limit that came out short is asked for again at each exchange. */
const lackingMs = 2_000;

/** In this time other gateways hear that this one starves, and give back what they do not need. */
const untilGivenBackMs = 700;

/** What a request was refused for is held ready for the next one, for so long: it halves in this time. */
const needHalvesMs = 60_000;

/** What a lease is of. A period, where there is one, has its own lease. */
export type LeaseOf = { readonly key: string; readonly kind: LeasedKind; readonly endsAtMs: number | null };

/** What is known of the gateways that share, as last heard. */
export type Sharers = { readonly gateways: number; readonly starving: ReadonlySet<string> };

/** The lease of this gateway on one meter: what it asks for, and what it makes of the answer. */
export class MeterLease {
  readonly of: LeaseOf;
  readonly #meter: LeasedMeter;
  readonly #random: () => number;
  #limit: number;
  #held = 0;
  #heldByOthers = 0;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #perSecond = 0;
  #need = 0;
  /** What the last wish had to bring at least. */
  #least = 0;
  /** Since when wishes bring less than they must; null: the last did not. */
  #shortSinceMs: number | null = null;
  #refusedAtMs = Number.NEGATIVE_INFINITY;
  #used: number;
  #seenAtMs: number;

  constructor(of: LeaseOf, meter: LeasedMeter, limit: number, nowMs: number, random: () => number) {
    this.of = of;
    this.#random = random;
    this.#meter = meter;
    this.#limit = limit;
    this.#used = Math.ceil(meter.usedAt(nowMs));
    this.#seenAtMs = nowMs;
  }

  /** What is to be asked of the store now; null: nothing is due. What it does not want any more it does not use any more. */
  wish(limit: number, nowMs: number, { gateways, starving }: Sharers): LeaseWish | null {
    const meter = this.#meter;
    this.#limit = limit;
    this.#watch(nowMs);
    const used = this.#used;
    const { share } = meter;
    const refused = Math.ceil(share.takeRefused());
    if (refused > 0) this.#refusedAtMs = nowMs;
    this.#need = Math.max(this.#need, refused);
    const lacking = refused > 0 || this.#lacksInFlight(nowMs);
    const starvedElsewhere = !lacking && starving.has(this.of.key);
    const pace = {
      kind: this.of.kind,
      limit,
      used,
      perSecond: this.#perSecond,
      need: this.#need,
      gateways,
      starvedElsewhere,
    };
    const ahead = leaseAhead(pace);
    if (!lacking && !this.#isDue(ahead, starvedElsewhere, nowMs)) return null;
    this.#askedAtMs = nowMs;
    // When several starve, each may hold a piece that is too small: half of them give theirs to the others.
    const inPieces = this.of.kind !== "inFlight";
    const yields = inPieces && this.#shortSinceMs !== null && refused > 0 && this.#random() < 0.5;
    const want = yields ? used : Math.max(used, Math.min(limit, used + ahead));
    this.#least = Math.min(limit, used + (lacking ? Math.max(1, refused) : 0));
    // Until the answer comes, no more may be used than the store will then think.
    share.allowance = Math.min(share.allowance, want);
    return { ...this.#wishOf(used, nowMs), want, least: refused };
  }

  granted({ granted, heldByOthers }: LeaseGrant): void {
    this.#held = granted;
    this.#heldByOthers = heldByOthers;
    this.#shortSinceMs = granted < this.#least ? (this.#shortSinceMs ?? this.#askedAtMs) : null;
    this.#meter.share.allowance = granted;
    this.#meter.share.moreToCome = this.#unheld > 0 || this.#mayBeGivenBack;
  }

  /** What stays taken when this gateway ends. */
  farewell(nowMs: number): LeaseWish {
    return this.#wishOf(Math.ceil(this.#meter.usedAt(nowMs)), nowMs);
  }

  /** Goes on without the store, which is to hear of everything as soon as it is back. */
  alone(limit: number, lostForMs: number, gateways: number): void {
    this.#limit = limit;
    const heard = { held: this.#held, heldByOthers: this.#heldByOthers, gateways, lostForMs };
    this.#meter.share.allowance = localShare({ kind: this.of.kind, limit, ...heard });
    this.#meter.share.moreToCome = false;
    this.#askedAtMs = Number.NEGATIVE_INFINITY;
  }

  /** Places that others hold and do not need they give back when they hear of it; those that they use, they hold. */
  get #mayBeGivenBack(): boolean {
    if (this.of.kind !== "inFlight") return false;
    return this.#shortSinceMs === null || this.#askedAtMs - this.#shortSinceMs < untilGivenBackMs;
  }

  /** A request was refused a moment ago, and there is still no place for it. */
  #lacksInFlight(nowMs: number): boolean {
    if (this.of.kind !== "inFlight" || this.#shortSinceMs === null) return false;
    return this.#held <= this.#used && nowMs - this.#refusedAtMs < lackingMs;
  }

  /** What it uses and no more. */
  #wishOf(used: number, nowMs: number): LeaseWish {
    const { key, kind } = this.of;
    const [limit, keepMs] = [this.#limit, this.#keepMs(nowMs)];
    return { key, limit, want: used, used, least: 0, keepMs, sparing: kind !== "inFlight" };
  }

  get #unheld(): number {
    return this.#limit - this.#held - this.#heldByOthers;
  }

  #isDue(ahead: number, starvedElsewhere: boolean, nowMs: number): boolean {
    const spare = this.#held - this.#used;
    const sinceMs = nowMs - this.#askedAtMs;
    if (sinceMs >= renewAfterMs || (starvedElsewhere && spare > ahead)) return true;
    // Of what others hold nothing will be there a moment later.
    if (spare < 0.75 * ahead && this.#held < this.#limit) return sinceMs >= (this.#unheld > 0 ? 0 : patienceMs);
    return spare > 1.5 * ahead && sinceMs >= patienceMs;
  }

  #watch(nowMs: number): void {
    const used = Math.ceil(this.#meter.usedAt(nowMs));
    const elapsedMs = nowMs - this.#seenAtMs;
    if (elapsedMs > 0) {
      const perSecond = (Math.max(0, used - this.#used) * 1_000) / elapsedMs;
      this.#perSecond = Math.max(perSecond, this.#perSecond * 0.5 ** (elapsedMs / paceHalvesMs));
      this.#need *= 0.5 ** (elapsedMs / needHalvesMs);
      this.#seenAtMs = nowMs;
    }
    this.#used = used;
  }

  #keepMs(nowMs: number): number {
    const { kind, endsAtMs } = this.of;
    if (endsAtMs !== null) return Math.ceil(Math.max(0, endsAtMs - nowMs)) + minuteMs;
    return kind === "inFlight" ? leaseMs : leaseMs + minuteMs;
  }
}
