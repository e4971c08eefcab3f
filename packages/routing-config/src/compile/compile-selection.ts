import type { UpstreamSelection } from "@meridian/routing";

export const compileSelection = ({
  upstreams,
  tags,
  regions,
}: {
  readonly upstreams?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly regions?: readonly string[] | undefined;
}): UpstreamSelection => ({ names: upstreams ?? null, tags: tags ?? null, regions: regions ?? null });
