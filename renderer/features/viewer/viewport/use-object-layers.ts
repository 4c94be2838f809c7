import { useReducer } from 'react';
import { choicesAfter, type LayerAct, type LayerChoices } from './object-layers.ts';

/** What is on in the viewports of one window, for the viewer and for the rail that switches objects on. */
export interface ObjectLayers {
  readonly choices: LayerChoices;
  readonly act: (act: LayerAct) => void;
}

export function useObjectLayers(): ObjectLayers {
  const [choices, act] = useReducer(choicesAfter, new Map());
  return { choices, act };
}
