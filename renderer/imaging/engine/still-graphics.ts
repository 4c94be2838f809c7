import type { RenderingEngine } from '@cornerstonejs/core';
import interactors, { newInstance } from '@kitware/vtk.js/Rendering/Core/RenderWindowInteractor.js';
import { AppError } from '#shared/errors/app-error.ts';

/**
 * Keeps Cornerstone from drawing with WebGL: it does so at its start and whenever a viewport is added, though the processor paints all of ours, and on
 * a machine without WebGL (an old driver; a browser that has given up its card) it could open none. Before the first viewport.
 */
export function stillGraphics(engine: RenderingEngine): void {
  const implementation: unknown = Reflect.get(engine, '_implementation');
  if (typeof implementation !== 'object' || implementation === null || !('ensureContextPool' in implementation) || typeof implementation.ensureContextPool !== 'function') {
    throw new AppError('internal', 'Cornerstone has no pool of contexts.');
  }
  // What asks for pictures is made with the pool; made so, it never does.
  const maker: { newInstance: typeof newInstance } = interactors;
  maker.newInstance = (values) => newInstance({ ...values, enableRender: false });
  try {
    Reflect.apply(implementation.ensureContextPool, implementation, []);
  } finally {
    maker.newInstance = newInstance;
  }
}
