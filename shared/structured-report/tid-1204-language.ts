import { CONTEXT } from './codes.ts';
import { code, hasConceptModifier, type RelatedItem } from './content-item.ts';

/** TID 1204 Language of Content Item and Descendants: our reports are written in Chinese. */
export function languageOfContent(): RelatedItem<'HAS CONCEPT MOD'> {
  return hasConceptModifier(code(CONTEXT.language, CONTEXT.chinese));
}
