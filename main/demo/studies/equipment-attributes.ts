import type { DataElement, DataSet, JsonValue } from '#shared/dicom/data-set/data-set.ts';

/** Attributes that only a scanner writes and nobody in the program reads: PS3.6 keyword to tag and value representation. */
export const EQUIPMENT_ATTRIBUTES = {
  PresentationIntentType: ['00080068', 'CS'],
  AnatomicRegionSequence: ['00082218', 'SQ'],
  AngioFlag: ['00180025', 'CS'],
  NumberOfAverages: ['00180083', 'DS'],
  ImagingFrequency: ['00180084', 'DS'],
  ImagedNucleus: ['00180085', 'SH'],
  NumberOfPhaseEncodingSteps: ['00180089', 'IS'],
  PercentSampling: ['00180093', 'DS'],
  PercentPhaseFieldOfView: ['00180094', 'DS'],
  PixelBandwidth: ['00180095', 'DS'],
  DistanceSourceToDetector: ['00181110', 'DS'],
  DistanceSourceToPatient: ['00181111', 'DS'],
  TableHeight: ['00181130', 'DS'],
  RotationDirection: ['00181140', 'CS'],
  Exposure: ['00181152', 'IS'],
  FilterType: ['00181160', 'SH'],
  GeneratorPower: ['00181170', 'IS'],
  FocalSpots: ['00181190', 'DS'],
  Grid: ['00181166', 'CS'],
  ReceiveCoilName: ['00181250', 'SH'],
  PlateType: ['00181260', 'SH'],
  AcquisitionMatrix: ['00181310', 'US'],
  InPlanePhaseEncodingDirection: ['00181312', 'CS'],
  FlipAngle: ['00181314', 'DS'],
  VariableFlipAngleFlag: ['00181315', 'CS'],
  SAR: ['00181316', 'DS'],
  PositionerType: ['00181508', 'CS'],
  DetectorType: ['00187004', 'CS'],
  DetectorID: ['0018700A', 'SH'],
  PixelIntensityRelationship: ['00281040', 'CS'],
  PixelIntensityRelationshipSign: ['00281041', 'SS'],
  ViewCodeSequence: ['00540220', 'SQ'],
  PresentationLUTShape: ['20500020', 'CS'],
} as const satisfies Record<string, readonly [tag: string, valueRepresentation: string]>;

type EquipmentKeyword = keyof typeof EQUIPMENT_ATTRIBUTES;

/** A part of a data set from these attributes; an empty list gives an empty attribute. */
export function equipmentElements(attributes: { readonly [K in EquipmentKeyword]?: JsonValue | readonly JsonValue[] }): DataSet {
  const dataSet: Record<string, DataElement> = {};
  for (const [keyword, value] of Object.entries(attributes) as [EquipmentKeyword, JsonValue | readonly JsonValue[]][]) {
    const [tag, vr] = EQUIPMENT_ATTRIBUTES[keyword];
    const values = isList(value) ? value : [value];
    dataSet[tag] = values.length === 0 ? { vr } : { vr, Value: values };
  }
  return dataSet;
}

function isList(value: JsonValue | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}
