/**
 * Puts a sentence at the cursor of a text field, as if it had been typed: the field's own undo takes it back. A line of its own when the
 * cursor does not stand at the start of one and the text before does not end in a space or an opening bracket.
 * The focus stays where it was.
 */
export function insertAtCursor(field: HTMLTextAreaElement, sentence: string): void {
  const before = document.activeElement;
  field.focus({ preventScroll: true });
  // The only way to write into a field that its undo knows; it raises the `input` event that the page hears.
  if (!document.execCommand('insertText', false, sentence)) {
    field.setRangeText(sentence, field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
  if (before instanceof HTMLElement && before !== field && before !== document.body) before.focus({ preventScroll: true });
}

/** What stands between the text before the cursor and a new sentence: nothing, or a space in Latin text. */
export function joined(before: string, sentence: string): string {
  const last = before.at(-1);
  if (last === undefined || /[\s（(“「、，。；：]/.test(last)) return sentence;
  return /[A-Za-z0-9.,;:)]/.test(last) && /^[A-Za-z0-9(]/.test(sentence) ? ` ${sentence}` : sentence;
}
