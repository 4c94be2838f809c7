/**
 * The closed list of failures that the program expects. A failure that is not here is a bug and stays an ordinary exception.
 * The page holds one Chinese and one English sentence for each code (`renderer/text`); a test compares the two lists.
 */
export const ERROR_CODES = [
  'internal',
  'contract/invalid-message',
  'contract/not-authorised',
  // Made by the page: main gave no answer at all.
  'contract/no-answer',

  'people/locked',
  'people/not-allowed',
  'people/wrong-password',
  'people/too-many-tries',
  'people/bad-password',
  'people/not-first',
  'people/name-taken',
  'people/roles-conflict',
  'people/last-administrator',
  'people/unknown',
  'people/out-of-scope',
  'people/provider-refused',
  'people/account-unlinked',

  'site/unreachable',
  'site/unauthorised',
  'site/server-error',
  'site/too-many-requests',
  'site/not-found',
  'site/not-dicomweb',
  'site/invalid-answer',
  'site/truncated',
  'site/stalled',
  'site/too-large',
  'site/unexpected-instance',
  'site/refused-object',
  'site/already-there',
  'site/still-needed',
  'site/untrusted',
  'site/certificate-changed',
  'site/plain-refused',
  'site/bad-certificate',

  'file/not-dicom',
  'file/damaged',
  // An ECG in another format than DICOM, of a kind or in a state that could only be shown wrongly.
  'file/unsupported-ecg',

  'store/not-held',
  'store/damaged',
  'store/disk-full',
  'store/other-content',

  'profile/in-use',
  'profile/newer-version',
  'profile/wrong-key',
  'profile/damaged',
  'profile/not-writable',

  'study/unknown',
  'study/not-an-ecg',

  'report/unknown',
  'report/stale-revision',
  'report/already-signed',
  'report/incomplete',
  'report/missing-glyph',
  'report/images-missing',
  'report/not-signed',
  'report/not-submitted',
  'report/needs-review',
  'report/final-due',
  'report/unconfirmed',
  'report/picture-refused',

  'critical/unknown',
  'critical/incomplete',
  'critical/bad-rule',

  'imaging/no-memory',

  'measurement/unknown',
  'measurement/not-allowed',

  'signing/unknown-signer',
  'signing/wrong-pin',
  'signing/key-locked',
  'signing/certificate-expired',
  'signing/key-unreadable',
  'signing/time-stamp-refused',
  'signing/gateway-unreachable',
  'signing/token-missing',
  'signing/token-locked',

  'import/not-found',
  'import/unreadable',
  'import/missing-file',
  'import/upload-lost',

  // Several seats: somebody else reads the case, the claim ran out, or another report is final already.
  'claim/held',
  'claim/lost',
  'claim/final',
  'hub/unreachable',
  'hub/not-allowed',
  'hub/unknown-seat',
  'hub/bad-address',
  'hub/changed-elsewhere',
  'hub/too-large',
  // Somebody else has saved the same list of the centre in between.
  'centre/changed-elsewhere',
  'centre/bad-rule',
  'export/not-allowed',
  'export/no-folder',
  'export/unknown',

  // What a physician says of patients, hospitals and colleagues.
  'identity/contradiction',
  'collaboration/unknown',
  'collaboration/closed',

  'retention/too-short',
  'delivery/unknown',
  'delivery/conflict',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
