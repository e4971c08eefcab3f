/** What a gateway asks of the store for one meter. Amounts are in the meter's unit and whole. */
export type LeaseWish = {
  /** The meter's, and its period's: the same text in every gateway. */
  readonly key: string;
  readonly limit: number;
  /** The whole part of the limit that it would like to be free to use. */
  readonly want: number;
  /** What of that is used or held for requests: it is granted whatever others hold. */
  readonly used: number;
  /** The least beyond `used` that lets a refused request through; 0: nobody was refused. */
  readonly least: number;
  /** What is used of it is gone: the last of it goes out in small pieces. Places in flight come back by themselves. */
  readonly sparing: boolean;
  /** How long the part stays taken when nothing more is heard of this gateway, ms. */
  readonly keepMs: number;
};

export type LeaseGrant = {
  /** The part that this gateway may use, `used` included. */
  readonly granted: number;
  readonly heldByOthers: number;
};

export type LeaseAnswer = {
  /** Gateways that share, this one included. */
  readonly gateways: number;
  /** Of those, how many others that have this one's name: each process needs one of its own. */
  readonly twins: number;
  /** Keys of meters of which some gateway found too little: who holds more than it needs is to give it back. */
  readonly starving: ReadonlySet<string>;
  /** In the order of the wishes. */
  readonly grants: readonly LeaseGrant[];
};

/** What gateways share. Everything rejects while it cannot be reached. */
export interface LeaseStore {
  /** Resolves when it is reached, and also when that takes too long: exchanges tell. */
  open(): Promise<void>;
  exchange(wishes: readonly LeaseWish[], leaving?: boolean): Promise<LeaseAnswer>;
  close(): void;
}
