/** Where a table comes from. A new edition is a new table beside the old one: an old report keeps its own. */
export interface RadsEdition {
  readonly system: 'Lung-RADS' | 'Fleischner' | 'TI-RADS' | 'PI-RADS' | 'LI-RADS' | 'BI-RADS';
  readonly version: string;
  readonly source: string;
}

/** What a table answers. A proposal: it enters a report only through `confirmRads`. */
export interface RadsProposal {
  readonly edition: RadsEdition;
  readonly category: string;
  /** What the edition advises, in Chinese; '' where it advises nothing. */
  readonly advice: string;
}

/** A proposal that a physician has taken over by name. */
export interface ConfirmedRads extends RadsProposal {
  readonly confirmedBy: string;
}

/** The only way from a proposal to a report. @throws Error when nobody is named: a bug of the caller */
export function confirmRads(proposal: RadsProposal, physician: string): ConfirmedRads {
  if (physician.trim() === '') throw new Error('a RADS category is confirmed by a physician');
  return { ...proposal, confirmedBy: physician };
}

/** `Lung-RADS 4A（2022，医师确认）`: the category with its version, as the report prints it. */
export function radsText({ edition, category }: ConfirmedRads): string {
  return `${edition.system} ${category}（${edition.version}，医师确认）`;
}
