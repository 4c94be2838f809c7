import { localTimeText, printedTime } from './local-time.ts';
import type { FileFault, FileSignature, FileVerdict, Trust } from './file-verdict.ts';

export type VerdictLanguage = 'zh-CN' | 'en';

const FIELDS: Readonly<Record<string, { readonly 'zh-CN': string; readonly en: string }>> = {
  Reporter: { 'zh-CN': '报告医师签名', en: "the reporting physician's signature" },
  Verifier: { 'zh-CN': '审核医师签名', en: "the reviewing physician's signature" },
};

function fieldWord(fieldName: string, language: VerdictLanguage): string {
  const named = FIELDS[fieldName]?.[language];
  if (named !== undefined) return named;
  if (language === 'en') return fieldName === '' ? 'a signature' : `the signature ${fieldName}`;
  return fieldName === '' ? '签名' : `签名“${fieldName}”`;
}

const STRUCTURE_WORDS = {
  structure: { 'zh-CN': '结构损坏或形式不合规范', en: 'its structure is damaged or of another form' },
  signature: { 'zh-CN': '签名值与证书公钥不符', en: 'its value does not fit the key of its certificate' },
  chain: { 'zh-CN': '证书链不成立', en: 'a certificate in it was not signed by the next' },
} as const;

/** One sentence: what is wrong, where, and what it means for the reader. */
export function faultSentence(fault: FileFault, language: VerdictLanguage): string {
  const say = (chinese: string, english: string) => (language === 'zh-CN' ? chinese : english);
  switch (fault.kind) {
    case 'not-a-pdf':
      return say('文件不是 PDF。', 'The file is not a PDF.');
    case 'unreadable-form':
      return say(`第 ${fault.offset} 字节处的结构与本程序写出的形式不同，无法证明其完整。`, `At byte ${fault.offset} the file does not read as this program writes it; its integrity cannot be proved.`);
    case 'unsigned':
      return say('文件没有电子签名。', 'The file carries no signature.');
    case 'bytes-behind':
      return fault.what === 'padding'
        ? say(`最后一个签名之后多出 ${fault.bytes} 字节（填充），签名未覆盖整个文件。`, `${fault.bytes} bytes of padding stand behind the last signature; it does not cover the whole file.`)
        : say(`最后一个签名之后追加了更新（${fault.bytes} 字节），签名未覆盖整个文件。`, `An update of ${fault.bytes} bytes was appended behind the last signature; it does not cover the whole file.`);
    case 'not-covered':
      return say(`${fieldWord(fault.fieldName, language)}没有覆盖它所在版本的全部内容。`, `Part of the revision is not covered by ${fieldWord(fault.fieldName, language)}.`);
    case 'forbidden-change':
      return say(`签名之后的第 ${fault.revision} 次保存改动了签名以外的内容（对象 ${fault.object}），属于影子更新。`, `Revision ${fault.revision}, behind a signature, changes more than signatures (object ${fault.object}): a shadow update.`);
    case 'content-changed':
      return say(`签名后内容被改动：${fieldWord(fault.fieldName, language)}的摘要与文件不符。`, `The content was changed after signing: the digest of ${fieldWord(fault.fieldName, language)} does not fit the file.`);
    case 'signature-invalid':
      return say(`${fieldWord(fault.fieldName, language)}无效：${STRUCTURE_WORDS[fault.fault]['zh-CN']}。`, `Not valid: ${fieldWord(fault.fieldName, language)}; ${STRUCTURE_WORDS[fault.fault].en}.`);
    case 'chain-incomplete':
      return say(`${fieldWord(fault.fieldName, language)}的证书链不完整：其签发机构既不在文件中，也不受信任。`, `The chain of ${fieldWord(fault.fieldName, language)} is incomplete: its issuer is neither in the file nor trusted.`);
    case 'certificate-not-valid-then':
      return say(`${fieldWord(fault.fieldName, language)}（${fault.signerName}）签名时证书不在有效期内。`, `The certificate of ${fieldWord(fault.fieldName, language)} (${fault.signerName}) was not valid when it signed.`);
    case 'time-stamp-invalid':
      return say(`${fieldWord(fault.fieldName, language)}的时间戳无效。`, `The time stamp of ${fieldWord(fault.fieldName, language)} is not valid.`);
    case 'content-missing':
      return say('文件中没有附带报告原文（report.json）。', 'The file does not carry its report (report.json).');
    case 'content-not-canonical':
      return say('附带的报告原文不是规范形式（RFC 8785）。', 'The report inside is not in canonical form (RFC 8785).');
    case 'content-signature-invalid':
      return say('附带的报告原文签名（report.json.p7s）无效，或由他人所签。', 'The signature over the report inside (report.json.p7s) is not valid, or is another person\'s.');
    case 'other-code':
      return say(`给出的验真码 ${fault.code} 不是这份报告的。`, `The code ${fault.code} is not that of this report.`);
  }
}

const TRUST_WORDS: Readonly<Record<Trust, { readonly 'zh-CN': string; readonly en: string }>> = {
  anchor: { 'zh-CN': '签发机构受信任', en: 'issuer trusted' },
  'known-signer': { 'zh-CN': '证书为本机所知', en: 'certificate known here' },
  unknown: { 'zh-CN': '签发机构未列入信任，请核对证书指纹', en: 'issuer not on the list of trusted ones: compare the fingerprint' },
};

function signatureLine(signature: FileSignature, language: VerdictLanguage): string {
  const time = (instant: string) => printedTime(localTimeText(instant));
  const zh = language === 'zh-CN';
  const stamp = signature.timeStamp;
  const claimed = signature.claimedAt === null ? '' : zh ? `，自述时间 ${time(signature.claimedAt)}` : `, claimed time ${time(signature.claimedAt)}`;
  const stamped = stamp === null ? (zh ? '，无时间戳' : ', no time stamp') : zh ? `，时间戳 ${time(stamp.at)}（${stamp.authority}）` : `, time stamp ${time(stamp.at)} (${stamp.authority})`;
  const what = signature.kind === 'document-time-stamp' ? (zh ? '文档时间戳' : 'document time stamp') : fieldWord(signature.fieldName, language);
  const issuer = zh ? `由 ${signature.issuerName} 签发` : `issued by ${signature.issuerName}`;
  return `${what}${zh ? '：' : ': '}${signature.signerName}${zh ? '，' : ', '}${issuer}${claimed}${stamped}${zh ? '；' : '; '}${TRUST_WORDS[signature.trust][language]}`;
}

/** The verdict in lines, the most important first. */
export function verdictLines(verdict: FileVerdict, language: VerdictLanguage): readonly string[] {
  const zh = language === 'zh-CN';
  const { content } = verdict;
  const isTrusted = verdict.signatures.every(({ trust }) => trust !== 'unknown');
  const head =
    verdict.status === 'refused'
      ? zh ? '不通过：该文件不能作为有效报告使用。' : 'REFUSED: this file is not a valid report.'
      : isTrusted
        ? zh ? '通过：文件完整，签名有效。' : 'INTACT: the file is whole and its signatures hold.'
        : zh ? '完整，但签发机构未列入信任：文件自签名后未被改动，签名人身份需另行核对。' : 'INTACT, ISSUER UNKNOWN: nothing was changed since it was signed; who signed must be checked elsewhere.';
  const version = content === null ? '' : `${zh ? '版本' : 'version'} ${content.version}`;
  const papers = {
    same: zh ? '版面与所附报告原文一致。' : 'The paper is that of the report inside.',
    differs: zh ? '版面不是本版程序按所附原文排出的；可能由旧版程序生成。' : 'The paper is not the one that this version prints of the report inside; an older version may have made it.',
    'not-compared': '',
  };
  return [
    head,
    ...verdict.faults.map((fault) => `- ${faultSentence(fault, language)}`),
    ...verdict.signatures.map((signature) => `- ${signatureLine(signature, language)}`),
    ...(verdict.level === null || verdict.status === 'refused' ? [] : [`- ${zh ? '签名级别' : 'Level'} PAdES ${verdict.level}`]),
    ...(content === null ? [] : [`- ${content.hospitalName} ${content.accessionNumber} ${version}${content.isDemo ? (zh ? '（演示，不具法律效力）' : ' (demo, no legal effect)') : ''}`]),
    ...(content === null ? [] : [`- ${zh ? '验真码' : 'Code'} ${content.verificationCode}`]),
    ...(papers[verdict.paper] === '' || verdict.status === 'refused' ? [] : [`- ${papers[verdict.paper]}`]),
  ];
}
