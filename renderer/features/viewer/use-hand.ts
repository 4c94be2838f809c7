import { useEffect, useState, type RefObject } from 'react';

/** True while the hand was last inside an element: a press or the focus. True at first. */
export function useHand(element: RefObject<HTMLElement | null>): boolean {
  const [isInside, setIsInside] = useState(true);
  useEffect(() => {
    const follow = (event: Event) => {
      if (event.target instanceof Node) setIsInside(element.current?.contains(event.target) ?? false);
    };
    document.addEventListener('focusin', follow);
    document.addEventListener('mousedown', follow, { capture: true });
    return () => {
      document.removeEventListener('focusin', follow);
      document.removeEventListener('mousedown', follow, { capture: true });
    };
  }, [element]);
  return isInside;
}
