import type { HangingProtocol, ImageBox, ImageSetSelector } from './hanging-protocol.ts';

const current = (...selectors: readonly ImageSetSelector[]): ImageBox => ({ study: 'current', selectors: [...selectors] });
const HEAD = ['HEAD', 'BRAIN', 'SKULL', 'TBONE', 'IAC', 'ORBIT', 'SINUS', 'FACE', 'PITUITARY', 'SELLA', 'MASTOID', 'EAR'];
const SPINE = ['SPINE', 'CSPINE', 'TSPINE', 'LSPINE', 'LSSPINE', 'SSPINE', 'CTSPINE', 'TLSPINE', 'SIJOINT'];
const ABDOMEN = ['ABDOMEN', 'ABDOMENPELVIS', 'LIVER', 'PANCREAS', 'SPLEEN', 'KIDNEY', 'ADRENAL', 'GALLBLADDER', 'PELVIS', 'PROSTATE', 'UTERUS', 'RECTUM', 'BLADDER', 'STOMACH', 'COLON'];
const CHEST = ['CHEST', 'LUNG', 'THORAX', 'MEDIASTINUM', 'CHESTABDOMEN', 'CHESTABDPELVIS', 'RIB'];
const LIMB = [
  'SHOULDER', 'ARM', 'HUMERUS', 'ELBOW', 'FOREARM', 'WRIST', 'HAND', 'FINGER', 'THUMB', 'HIP', 'FEMUR', 'THIGH', 'KNEE', 'PATELLA', 'LEG', 'CALF', 'TIBIAFIBULA', 'ANKLE', 'FOOT', 'CALCANEUS', 'TOE', 'EXTREMITY', 'CLAVICLE', 'SCAPULA',
];
const FRONT = ['PA', 'AP'];
const SIDE = ['LL', 'RL', 'LAT', 'LATERAL', 'ML', 'LM'];
const RADIOGRAPH = ['CR', 'DX'];

/**
 * Ours, as data: what a reading room in the province would hang. The first of equals counts, so the narrower stand before the wider. The
 * electrocardiogram has its desk and needs none.
 */
export const DEFAULT_PROTOCOLS: readonly HangingProtocol[] = [
  {
    protocolId: 'ct-head', name: '', modalities: ['CT'], bodyParts: HEAD, layout: '1x2',
    boxes: [
      { ...current({ plane: ['axial'], kernel: ['soft'] }, { plane: ['axial'], kernel: ['unknown'] }, { plane: ['axial'] }), window: 'brain' },
      { ...current({ plane: ['axial'], kernel: ['bone'] }, { plane: ['axial'] }), window: 'bone', mayRepeat: true },
    ],
  },
  {
    protocolId: 'ct-chest-enhanced', name: '', modalities: ['CT'], bodyParts: CHEST, layout: '2x2',
    boxes: [
      { ...current({ plane: ['axial'], kernel: ['lung'] }, { plane: ['axial'] }), window: 'lung' },
      { ...current({ plane: ['axial'], kernel: ['soft', 'unknown'], phase: ['plain'] }), window: 'mediastinum' },
      { ...current({ plane: ['axial'], kernel: ['soft', 'unknown'], phase: ['arterial', 'enhanced'] }), window: 'mediastinum' },
      { ...current({ plane: ['axial'], kernel: ['soft', 'unknown'], phase: ['portal-venous', 'delayed'] }, { plane: ['coronal'] }), window: 'mediastinum' },
    ],
  },
  {
    protocolId: 'ct-chest', name: '', modalities: ['CT'], bodyParts: CHEST, layout: '1x2',
    boxes: [
      { ...current({ plane: ['axial'], kernel: ['lung'] }, { plane: ['axial'] }), window: 'lung' },
      { ...current({ plane: ['axial'], kernel: ['soft'] }, { plane: ['axial'], kernel: ['unknown'] }, { plane: ['axial'] }), window: 'mediastinum', mayRepeat: true },
    ],
  },
  {
    protocolId: 'ct-abdomen', name: '', modalities: ['CT'], bodyParts: ABDOMEN, layout: '2x2',
    boxes: [
      { ...current({ plane: ['axial'], phase: ['plain'] }, { plane: ['axial'], phase: ['unknown'] }), window: 'abdomen' },
      { ...current({ plane: ['axial'], phase: ['arterial'] }, { plane: ['axial'], phase: ['enhanced'] }), window: 'abdomen' },
      { ...current({ plane: ['axial'], phase: ['portal-venous'] }), window: 'abdomen' },
      { ...current({ plane: ['axial'], phase: ['delayed'] }, { plane: ['coronal'] }), window: 'abdomen' },
    ],
  },
  {
    protocolId: 'mr-brain', name: '', modalities: ['MR'], bodyParts: HEAD, layout: '2x3',
    boxes: [
      current({ plane: ['axial'], weighting: ['T1'], phase: ['unknown', 'plain'] }, { plane: ['axial'], weighting: ['T1'] }, { weighting: ['T1'] }),
      current({ plane: ['axial'], weighting: ['T2'] }, { weighting: ['T2'] }),
      current({ plane: ['axial'], weighting: ['FLAIR'] }, { weighting: ['FLAIR'] }),
      current({ weighting: ['DWI'] }),
      current({ weighting: ['ADC'] }),
      current({ weighting: ['T1'], phase: ['enhanced'] }, { weighting: ['SWI'] }, { weighting: ['TOF'] }, { plane: ['sagittal'] }),
    ],
  },
  {
    protocolId: 'mr-spine', name: '', modalities: ['MR'], bodyParts: SPINE, layout: '2x2',
    boxes: [
      current({ plane: ['sagittal'], weighting: ['T2'] }), current({ plane: ['sagittal'], weighting: ['T1'] }),
      current({ plane: ['sagittal', 'coronal'], weighting: ['STIR'] }, { plane: ['sagittal'], phase: ['enhanced'] }, { plane: ['sagittal'] }), current({ plane: ['axial'], weighting: ['T2'] }, { plane: ['axial'] }),
    ],
  },
  {
    protocolId: 'mr-knee', name: '', modalities: ['MR'], bodyParts: ['KNEE', 'PATELLA'], layout: '2x2',
    boxes: [
      current({ plane: ['sagittal'], weighting: ['PD'] }, { plane: ['sagittal'], weighting: ['T2', 'STIR'] }), current({ plane: ['coronal'], weighting: ['PD'] }, { plane: ['coronal'], weighting: ['T2', 'STIR'] }),
      current({ plane: ['axial'], weighting: ['PD'] }, { plane: ['axial'] }), current({ plane: ['sagittal'], weighting: ['T1'] }, { plane: ['coronal'], weighting: ['T1'] }),
    ],
  },
  {
    protocolId: 'mammography', name: '', modalities: ['MG'], bodyParts: [], layout: '2x2', keepsPlaces: true, hasEqualScale: true,
    boxes: [
      { ...current({ laterality: 'R', view: ['CC'] }), chestWall: 'right' }, { ...current({ laterality: 'L', view: ['CC'] }), chestWall: 'left' },
      { ...current({ laterality: 'R', view: ['MLO', 'ML', 'LM'] }), chestWall: 'right' }, { ...current({ laterality: 'L', view: ['MLO', 'ML', 'LM'] }), chestWall: 'left' },
    ],
  },
  {
    protocolId: 'radiograph-chest', name: '', modalities: RADIOGRAPH, bodyParts: CHEST, layout: '1x2',
    boxes: [
      current({ modality: RADIOGRAPH, view: FRONT }, { modality: RADIOGRAPH }),
      { study: 'prior', selectors: [{ modality: RADIOGRAPH, view: FRONT }, { modality: RADIOGRAPH }] },
    ],
  },
  {
    protocolId: 'radiograph-limb', name: '', modalities: RADIOGRAPH, bodyParts: [...LIMB, ...SPINE], layout: '1x2',
    boxes: [current({ modality: RADIOGRAPH, view: FRONT }, { modality: RADIOGRAPH }), current({ modality: RADIOGRAPH, view: SIDE }, { modality: RADIOGRAPH })],
  },
  { protocolId: 'ultrasound', name: '', modalities: ['US'], bodyParts: [], layout: '2x2', boxes: [0, 1, 2, 3].map(() => current({ modality: ['US'] })) },
  { protocolId: 'angiography', name: '', modalities: ['XA', 'RF'], bodyParts: [], layout: '1x1', boxes: [current({ modality: ['XA', 'RF'] })] },
];
