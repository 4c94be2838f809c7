import { useCallback, useEffect, useRef } from 'react';

/**
 * Empties the clipboard when something of this window is on it: whoever comes after the lock pastes nothing of the patient. A browser may
 * refuse while its window has no focus; then it is tried with the next lock.
 */
export function useClearCopied(): () => void {
  const hasCopied = useRef(false);
  useEffect(() => {
    const onCopy = () => {
      hasCopied.current = true;
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
    };
  }, []);
  return useCallback(() => {
    if (!hasCopied.current) return;
    void navigator.clipboard.writeText('').then(
      () => {
        hasCopied.current = false;
      },
      () => undefined,
    );
  }, []);
}
