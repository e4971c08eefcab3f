import { paths, type Place } from "../shell/paths.ts";
import type { Outputs } from "../trpc/outputs.ts";

type Facts = Omit<Outputs["gettingStarted"]["get"], "dismissed">;

export type ChecklistStep = {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly href: string;
  readonly done: boolean;
};

/** What there is to do first, and where. */
export function checklistSteps(facts: Facts, place: Place): readonly ChecklistStep[] {
  return [
    {
      id: "request",
      title: "Send a request",
      about: "Create a key, paste a call.",
      href: paths.start(place),
      done: facts.sentRequest,
    },
    {
      id: "story",
      title: "Read a request’s story",
      about: "What was decided, tried and paid.",
      href: paths.requests(place),
      done: facts.readStory,
    },
    {
      id: "publish",
      title: "Publish a change",
      about: "Edit the config, look at the difference.",
      href: paths.editor(place),
      done: facts.publishedChange,
    },
    {
      id: "together",
      title: "Invite someone, or drain an upstream",
      about: "In the settings: members, overrides.",
      href: paths.settings(place),
      done: facts.invitedOrDrained,
    },
  ];
}
