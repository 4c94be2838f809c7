/** What draws WebGL in this window; `none` where nothing does. */
export function graphicsName(): string {
  const context = document.createElement('canvas').getContext('webgl2');
  if (context === null) return 'none';
  const details = context.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = context.getParameter(details?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof name === 'string' ? name : 'unknown';
}

/** @param graphics of `graphicsName`: true where the processor draws in place of a graphics card */
export function isSoftware(graphics: string): boolean {
  return /swiftshader|llvmpipe|software|none/i.test(graphics);
}
