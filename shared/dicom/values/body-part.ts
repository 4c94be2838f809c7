/** Defined terms of Body Part Examined (0018,0015), PS3.16 annex L, as a Chinese report names them. */
const CHINESE: Readonly<Record<string, string>> = {
  ABDOMEN: '腹部', ABDOMENPELVIS: '腹部及盆腔', ADRENAL: '肾上腺', ANKLE: '踝关节', AORTA: '主动脉', ARM: '上肢', AXILLA: '腋窝', BACK: '背部', BLADDER: '膀胱', BRAIN: '颅脑', BREAST: '乳腺',
  BRONCHUS: '支气管', BUTTOCK: '臀部', CALCANEUS: '跟骨', CALF: '小腿', CAROTID: '颈动脉', CEREBELLUM: '小脑', CHEST: '胸部', CHESTABDOMEN: '胸腹部', CHESTABDPELVIS: '胸腹盆腔', CLAVICLE: '锁骨', COCCYX: '尾骨',
  COLON: '结肠', CORONARYARTERY: '冠状动脉', CSPINE: '颈椎', CTSPINE: '颈胸椎', DUODENUM: '十二指肠', EAR: '耳部', ELBOW: '肘关节', ESOPHAGUS: '食管', EXTREMITY: '四肢', EYE: '眼部', FACE: '面部', FEMUR: '股骨',
  FINGER: '手指', FOOT: '足部', FOREARM: '前臂', GALLBLADDER: '胆囊', HAND: '手部', HEAD: '头部', HEADNECK: '头颈部', HEART: '心脏', HIP: '髋关节', HUMERUS: '肱骨', IAC: '内听道', JAW: '颌部', KIDNEY: '肾脏',
  KNEE: '膝关节', LARYNX: '喉部', LEG: '下肢', LIVER: '肝脏', LSPINE: '腰椎', LSSPINE: '腰骶椎', LUMBAR: '腰部', LUNG: '肺部', MANDIBLE: '下颌骨', MASTOID: '乳突', MAXILLA: '上颌骨', MEDIASTINUM: '纵隔', MOUTH: '口腔',
  NASOPHARYNX: '鼻咽部', NECK: '颈部', NOSE: '鼻部', OPTICCANAL: '视神经管', ORBIT: '眼眶', OVARY: '卵巢', PANCREAS: '胰腺', PAROTID: '腮腺', PATELLA: '髌骨', PELVIS: '骨盆', PENIS: '阴茎', PHARYNX: '咽部', PITUITARY: '垂体',
  PROSTATE: '前列腺', RECTUM: '直肠', RIB: '肋骨', SACRUM: '骶骨', SCALP: '头皮', SCAPULA: '肩胛骨', SCROTUM: '阴囊', SELLA: '鞍区', SHOULDER: '肩关节', SINUS: '鼻窦', SIJOINT: '骶髂关节', SKULL: '颅骨', SPINE: '脊柱',
  SPLEEN: '脾脏', SSPINE: '骶尾椎', STERNUM: '胸骨', STOMACH: '胃', TBONE: '颞骨', TESTIS: '睾丸', THIGH: '大腿', THORAX: '胸廓', THUMB: '拇指', THYMUS: '胸腺', THYROID: '甲状腺', TIBIAFIBULA: '胫腓骨', TLSPINE: '胸腰椎',
  TMJ: '颞下颌关节', TOE: '足趾', TONGUE: '舌', TRACHEA: '气管', TSPINE: '胸椎', UTERUS: '子宫', WHOLEBODY: '全身', WRIST: '腕关节', ZYGOMA: '颧骨',
};

/** A body part in Chinese. What is no defined term, such as words that a county typed itself, stays as it is. */
export function bodyPartInChinese(bodyPartExamined: string): string {
  return CHINESE[bodyPartExamined.trim().toUpperCase().replace(/[\s_]/g, '')] ?? bodyPartExamined;
}

/** The defined terms that have a Chinese word here. */
export const BODY_PARTS: readonly string[] = Object.keys(CHINESE);
