type Rgb = readonly [number, number, number];

/** Every 1/16 of matplotlib's viridis: rises evenly in lightness, so that it reads in gray and with any colour vision. */
const anchors: readonly Rgb[] = [
  [68, 1, 84],
  [72, 24, 106],
  [71, 45, 123],
  [66, 64, 134],
  [59, 82, 139],
  [51, 99, 141],
  [44, 114, 142],
  [38, 130, 142],
  [33, 145, 140],
  [31, 160, 136],
  [40, 174, 128],
  [63, 188, 115],
  [94, 201, 98],
  [132, 212, 75],
  [173, 220, 48],
  [216, 226, 25],
  [253, 231, 37],
];

/** Colour of `share` (0..1) of the highest count. */
export function viridis(share: number): Rgb {
  const place = Math.min(1, Math.max(0, share)) * (anchors.length - 1);
  const at = Math.min(Math.floor(place), anchors.length - 2);
  const [from, to] = [anchors[at], anchors[at + 1]] as [Rgb, Rgb];
  const part = place - at;
  const mix = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * part);
  return [mix(0), mix(1), mix(2)];
}

/** For a legend. */
export const viridisGradient = `linear-gradient(to right, ${anchors.map((rgb) => `rgb(${rgb.join(" ")})`).join(", ")})`;

/** Where a count stands on the scale: by its square root, so that rare values beside frequent ones are seen. */
export function heatShare(count: number, highest: number): number {
  return highest === 0 ? 0 : Math.sqrt(count / highest);
}
