import { useEffect } from 'react';
import type { DeskAct } from '../viewer-desk.ts';

/** Modifiers alone do nothing to pictures. */
const SILENT = new Set(['Shift', 'Control', 'Alt', 'Meta', 'CapsLock']);

/** From the first key on that is not typed into a field, the desk is the physician's. @returns what a pointer or a wheel over the pictures calls */
export function useTouch(act: (act: DeskAct) => void): () => void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable="true"], [role="dialog"]') !== null;
      if (!isTyping && !SILENT.has(event.key)) act({ kind: 'touch' });
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [act]);
  return () => act({ kind: 'touch' });
}
