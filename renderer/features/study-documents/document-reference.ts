import type { InstanceReference } from '#shared/dicom/reference/instance-reference.ts';

/** Whether a reference can be followed from here, and the following itself. */
export interface ReferenceDesk {
  readonly canGoTo: (reference: InstanceReference) => boolean;
  /** @param frameNumber one-based */
  readonly goTo: (reference: InstanceReference, frameNumber: number) => void;
}
