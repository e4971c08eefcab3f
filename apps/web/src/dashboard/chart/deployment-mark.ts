/** A deployment as charts show it. */
export type DeploymentMark = {
  readonly id: string;
  readonly atMs: number;
  /** "v4". */
  readonly label: string;
  /** "v4 published by Erin: more weight for west". */
  readonly words: string;
};
