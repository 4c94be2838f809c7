import { expandMacro, type ReportMacro } from '#shared/report/templates/macros.ts';
import { gapAfter, gapBefore, gapsOf, type TemplateGap } from '#shared/report/templates/report-template.ts';

/** The keys of a report field that do more than write: a space behind `;zc` expands, Tab goes from gap to gap, a digit chooses in a gap. */
export interface WritingKey {
  readonly key: string;
  readonly shiftKey: boolean;
  /** Ctrl, Alt or Meta: not ours. */
  readonly hasModifier: boolean;
  readonly isComposing: boolean;
}

export interface WritingField {
  readonly text: string;
  readonly selectionStart: number;
  readonly selectionEnd: number;
}

/** `replace`: this stretch becomes `text`, then the first gap in it is selected. `select`: only the selection moves. */
export type WritingAct =
  | { readonly kind: 'replace'; readonly from: number; readonly to: number; readonly text: string }
  | { readonly kind: 'select'; readonly from: number; readonly to: number };

/** What a key does in a field; undefined: the browser's own. */
export function writingAct({ key, shiftKey, hasModifier, isComposing }: WritingKey, field: WritingField, macros: readonly ReportMacro[]): WritingAct | undefined {
  if (isComposing || hasModifier) return undefined;
  const { text, selectionStart, selectionEnd } = field;
  if (key === ' ' && selectionStart === selectionEnd) {
    const expansion = expandMacro(text.slice(0, selectionStart), macros);
    return expansion === undefined ? undefined : { kind: 'replace', ...expansion };
  }
  if (key === 'Tab') {
    const gap = shiftKey ? gapBefore(text, selectionStart) : gapAfter(text, selectionEnd);
    // The one gap that is selected already is left by Tab as any field is.
    if (gap === undefined || (gap.from === selectionStart && gap.to === selectionEnd)) return undefined;
    return { kind: 'select', from: gap.from, to: gap.to };
  }
  if (/^[1-9]$/.test(key)) {
    const choice = selectedGap(field)?.choices[Number(key) - 1];
    return choice === undefined ? undefined : { kind: 'replace', from: selectionStart, to: selectionEnd, text: choice };
  }
  return undefined;
}

/** The gap that is selected from bracket to bracket. */
export function selectedGap({ text, selectionStart, selectionEnd }: WritingField): TemplateGap | undefined {
  return gapsOf(text).find(({ from, to }) => from === selectionStart && to === selectionEnd);
}

/** Does it in a text field, so that its own undo takes it back. */
export function performWritingAct(field: HTMLTextAreaElement, act: WritingAct): void {
  field.setSelectionRange(act.from, act.to);
  if (act.kind === 'select') return;
  // The only way to write into a field that its undo knows; it raises the `input` event that the page hears.
  if (!document.execCommand('insertText', false, act.text)) {
    field.setRangeText(act.text, act.from, act.to, 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
  const [gap] = gapsOf(act.text);
  if (gap !== undefined) field.setSelectionRange(act.from + gap.from, act.from + gap.to);
}
