import { entriesOf, isSameDictionary, isSameValue, referencesIn, type PdfValue } from './pdf-values.ts';
import type { PdfRevision } from './pdf-revisions.ts';

/** Entries of the catalogue that a signature or its evidence changes. ETSI EN 319 142-1 5.4. */
const CHANGING_ENTRIES = ['AcroForm', 'DSS'];

/**
 * Whether an update behind a signature only signs, or only adds evidence: what is seen of the file must stay as it was signed. Viewers allow
 * more, and call files valid whose pages were changed behind the signature.
 * @param before all revisions up to it, oldest first
 * @returns the number of the first object that must not have changed, or undefined when the update is permitted
 */
export function forbiddenChange(before: readonly PdfRevision[], update: PdfRevision): number | undefined {
  const last = before.at(-1);
  if (last === undefined) throw new Error('an update follows something');
  const known = new Map(before.flatMap((revision) => [...revision.objects]));
  const old = entriesOf(known.get(last.root));
  const now = entriesOf(update.objects.get(update.root) ?? known.get(last.root));
  if (update.root !== last.root || !isSameDictionary(old, now, CHANGING_ENTRIES)) return update.root;

  const size = Math.max(...before.map((revision) => revision.size));
  const form = referenceOf(now.get('AcroForm'));
  const evidence = referenceOf(now.get('DSS'));
  const isOldForm = form !== undefined && form === referenceOf(old.get('AcroForm'));
  const isOldEvidence = evidence !== undefined && evidence === referenceOf(old.get('DSS'));
  if (!isFormKept(known, update, old.get('AcroForm'), now.get('AcroForm'))) return form ?? update.root;
  const reachable = reachableFrom(update, [form, evidence]);
  for (const [number, value] of update.objects) {
    if (number === update.root) continue;
    const isNew = number >= size;
    const mayChange = isNew || (number === form && isOldForm) || (number === evidence && isOldEvidence);
    if (!mayChange || !reachable.has(number)) return number;
    if (number !== form && number !== evidence && !isOfSignature(value) && !isEvidence(value)) return number;
  }
  // An object that an earlier revision speaks of and nobody wrote could be given a meaning now.
  const awaited = new Set([...known.values()].flatMap(referencesIn));
  return [...update.objects.keys()].find((number) => !known.has(number) && awaited.has(number));
}

/** The form keeps what it has, and may get more signatures. */
function isFormKept(known: ReadonlyMap<number, PdfValue>, update: PdfRevision, before: PdfValue | undefined, after: PdfValue | undefined): boolean {
  if (before === undefined) return true;
  const old = entriesOf(resolved(known, before));
  const now = entriesOf(resolved(new Map([...known, ...update.objects]), after));
  const [oldFields, newFields] = [old, now].map((form) => fieldsOf(form.get('Fields')));
  return isSameDictionary(old, now, ['Fields']) && (oldFields ?? []).every((field, index) => isSameValue(field, newFields?.[index]));
}

function fieldsOf(value: PdfValue | undefined): readonly PdfValue[] {
  return value?.kind === 'array' ? value.items : [];
}

/** A signature, or a field for one that is nowhere on a page. */
function isOfSignature(value: PdfValue): boolean {
  const entries = entriesOf(value);
  if (value.kind !== 'dictionary') return false;
  const type = nameOf(entries.get('Type'));
  if (type === 'Sig' || type === 'DocTimeStamp') return true;
  const corners = entries.get('Rect');
  const isInvisible = corners?.kind === 'array' && corners.items.every((corner) => corner.kind === 'number' && corner.value === 0);
  return type === 'Annot' && nameOf(entries.get('FT')) === 'Sig' && isInvisible && !entries.has('AP') && !entries.has('A') && !entries.has('AA');
}

/** A certificate, a list of withdrawn ones, an answer about one: a stream of bytes that says nothing of itself. */
function isEvidence(value: PdfValue): boolean {
  return value.kind === 'stream' && [...value.entries.keys()].every((name) => ['Length', 'Filter'].includes(name));
}

/** Numbers of an update's own objects that can be reached from these. */
function reachableFrom(update: PdfRevision, roots: readonly (number | undefined)[]): ReadonlySet<number> {
  const found = new Set<number>();
  const pending = roots.filter((number) => number !== undefined);
  for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
    const value = update.objects.get(number);
    if (value === undefined || found.has(number)) continue;
    found.add(number);
    pending.push(...referencesIn(value));
  }
  return found;
}

function resolved(objects: ReadonlyMap<number, PdfValue>, value: PdfValue | undefined): PdfValue | undefined {
  return value?.kind === 'reference' ? objects.get(value.object) : value;
}

function referenceOf(value: PdfValue | undefined): number | undefined {
  return value?.kind === 'reference' ? value.object : undefined;
}

function nameOf(value: PdfValue | undefined): string | undefined {
  return value?.kind === 'name' ? value.value : undefined;
}
