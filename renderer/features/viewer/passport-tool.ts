import type { PassportTool } from '#shared/imaging-passport/passport-tools.ts';
import type { PrimaryTool } from '#renderer/imaging/engine/viewport-state.ts';

/** What a tool of the hand needs of a stack. A length is drawn in pixels where there are no millimetres, and says so. */
export function passportToolOf(tool: PrimaryTool): PassportTool {
  switch (tool) {
    case 'length':
      return 'length-px';
    case 'ellipse':
      return 'roi-area';
    default:
      return tool;
  }
}
