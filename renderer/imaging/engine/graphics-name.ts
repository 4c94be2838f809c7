import type { GraphicsLimits } from '#shared/dicom/volume/weigh-volume.ts';

/** What draws WebGL in this window, and how large its textures may be. */
export interface Graphics extends GraphicsLimits {
  /** `none` where nothing does. */
  readonly name: string;
}

export function readGraphics(): Graphics {
  const context = document.createElement('canvas').getContext('webgl2');
  if (context === null) return { name: 'none', isSoftware: true, largestEdge: undefined, largestPicture: undefined };
  const details = context.getExtension('WEBGL_debug_renderer_info');
  const answer: unknown = context.getParameter(details?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER);
  const limit = (parameter: number): number | undefined => {
    const value: unknown = context.getParameter(parameter);
    return typeof value === 'number' && value > 0 ? value : undefined;
  };
  const [largestEdge, largestPicture] = [limit(context.MAX_3D_TEXTURE_SIZE), limit(context.MAX_TEXTURE_SIZE)];
  context.getExtension('WEBGL_lose_context')?.loseContext();
  const name = typeof answer === 'string' ? answer : 'unknown';
  return { name, isSoftware: isSoftware(name), largestEdge, largestPicture };
}

/** @param graphics as WebGL names it: true where the processor draws in place of a graphics card */
export function isSoftware(graphics: string): boolean {
  return /swiftshader|llvmpipe|software|basic render|none/i.test(graphics);
}
