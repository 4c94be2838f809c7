import type { PassportTool } from '#shared/imaging-passport/passport-tools.ts';
import type { PrimaryTool } from '#renderer/imaging/engine/viewport-state.ts';

/** What a tool of the hand needs of a stack. A length is drawn in pixels where there are no millimetres, and says so. */
export function passportToolOf(tool: PrimaryTool): PassportTool {
  switch (tool) {
    case 'length':
    case 'polyline':
    case 'bidirectional':
    case 'cardiothoracic-ratio':
    case 'leg-length':
      return 'length-px';
    case 'cobb-angle':
      return 'angle';
    case 'ellipse':
    case 'circle':
    case 'rectangle':
    case 'freehand':
      return 'roi-area';
    case 'probe':
      return 'roi-value';
    case 'arrow':
    case 'text':
    case 'spine-labels':
      // Words need a picture, no more.
      return 'pan';
    default:
      return tool;
  }
}
