/**
 * The version of everything in this folder. A window of another version is told to reload.
 * `tests/contract/contract-version.test.ts` hashes all schemas: when the hash moves, add a line here on purpose.
 *
 * 1  2026-11-21  worklist, sites, studies, measurements, reports, events
 * 2  2026-11-22  sites: rule of the line, capabilities, test, time left; imports; changes at the hospital, keeping, holes between slices;
 *                calibrations, images that were seen; a physician's certificate
 * 3  2026-11-22  hanging: learned protocols; body part, place and reasons of a prior; ECG: readings, dictionary, thresholds, critical calls;
 *                 measurements: more kinds, words, history, sentences in the report, key images; preferences; sites: connected, tried and
 *                 removed in the page, series in one answer, frames; imports: uploads; reports: signed offline; versions of reports, review,
 *                 withdrawal; verification of files and codes; keys at a gateway; words of a report: templates, macros, priors, revisions,
 *                 reasons for what a check asks; critical values
 * 4  2026-11-22  people: who sits here, sign-in, roles, hospitals of a person; audit: rows and whether they hold;
 *                 coordination: claims of several seats, hand-over, the next case; who reads a row; the hub; reports that wait for it or came second;
 *                 exports; light of the displays; the reason of a refused file of an import;
 *                 measurements: the lesion of a prior that is followed; sites: security of a line; papers: key images, letterheads, what leaves; deliveries; measurements: how a key image was shown;
 *                 department: quality figures, recognised devices, the hook of critical values; preliminary reports
 *                centre: service levels, green channel, duty roster, assignments; worklist: order, groups, pauses, tones, ledger; clinical facts
 *                 keys: their state, changing all of them, escrow; retention: rules, what would go, legal holds; sign-in by the hospital’s own accounts
 * 5  2026-11-22  measurements: their place on a plane or curve, masks of runs; reports and templates: fields beside the words; technician and consultations: the image
 *                 and where the arrow points instead of a picture; deliveries: what the hospital said; people, hospitals and protocols of the centre over the hub;
 *                 joining a centre; allergies and laboratory results; key images of a subtraction; fields of a submission; withdrawn reports in the figures; filters of columns, codes of choices
 * 6  2026-11-22  frames of a film that still arrives
 */
export const CONTRACT_VERSION = 6;
