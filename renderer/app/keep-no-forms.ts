/**
 * What is typed stays out of the browser's own files: Chromium writes the contents of every field into its profile, in clear, for a session that it may restore
 * (`Sessions/`), but for fields that say `autocomplete="off"`. Each field says it as soon as it is in the page.
 * @returns the way to stop
 */
export function keepNoForms(page: Document): () => void {
  const mark = (root: ParentNode) => {
    for (const field of root.querySelectorAll(FIELDS)) field.setAttribute('autocomplete', 'off');
  };
  mark(page);
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (node.matches(FIELDS)) node.setAttribute('autocomplete', 'off');
        mark(node);
      }
    }
  });
  observer.observe(page, { childList: true, subtree: true });
  return () => observer.disconnect();
}

const FIELDS = 'input:not([autocomplete]), textarea:not([autocomplete]), select:not([autocomplete])';
