import type { KeyAction } from '#renderer/ui/keyboard/key-action.ts';
import { keysOf, type KeyBindings } from '#renderer/ui/keyboard/key-bindings.tsx';
import { KEY_MAP, type KeyGroup } from './key-map.ts';

/** Why a key cannot be given to an action as it is. `taken`: other actions of the same page have it. `typed`: the action acts while text is written. */
export type KeyObjection = { readonly kind: 'taken'; readonly by: readonly KeyAction[] } | { readonly kind: 'typed' };

/** Keys that no text can mean. */
const UNTYPED = /^(?:Ctrl|Alt)\+|^F\d+$/;

export function objectionTo(action: KeyAction, key: string, bindings: KeyBindings, map: readonly KeyGroup[] = KEY_MAP): KeyObjection | undefined {
  if (action.whileTyping && !UNTYPED.test(key)) return { kind: 'typed' };
  const pages = new Set(map.filter(({ actions }) => actions.some(({ label }) => label === action.label)).flatMap(({ pages: own }) => own));
  const others = map.filter((group) => group.pages.some((page) => pages.has(page))).flatMap(({ actions }) => actions);
  const by = others.filter((other) => other.label !== action.label && keysOf(other, bindings).includes(key));
  return by.length === 0 ? undefined : { kind: 'taken', by };
}

/** The bindings with a key given to an action and taken from whoever has it on the same pages. */
export function bindingsWith(bindings: KeyBindings, action: KeyAction, key: string, map: readonly KeyGroup[] = KEY_MAP): KeyBindings {
  const objection = objectionTo(action, key, bindings, map);
  const losers = objection?.kind === 'taken' ? objection.by : [];
  return {
    ...bindings,
    ...Object.fromEntries(losers.map((loser) => [loser.label, keysOf(loser, bindings).filter((other) => other !== key)])),
    [action.label]: [key],
  };
}

/** Pairs of actions of one page that share a key, such as an imported profile of another version may bring. */
export function conflictsIn(bindings: KeyBindings, map: readonly KeyGroup[] = KEY_MAP): readonly { readonly key: string; readonly actions: readonly [KeyAction, KeyAction] }[] {
  const all = [...new Map(map.flatMap(({ actions }) => actions).map((action) => [action.label, action])).values()];
  return all.flatMap((action, index) =>
    keysOf(action, bindings).flatMap((key) => {
      const objection = objectionTo(action, key, bindings, map);
      const later = objection?.kind === 'taken' ? objection.by.filter((other) => all.findIndex(({ label }) => label === other.label) > index) : [];
      return later.map((other): { key: string; actions: readonly [KeyAction, KeyAction] } => ({ key, actions: [action, other] }));
    }),
  );
}
