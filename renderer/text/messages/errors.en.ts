import type { EnglishOf } from '../english-of.ts';
import type { ERRORS_ZH_CN } from './errors.zh-CN.ts';

export const ERRORS_EN = {
  'error.internal': 'The program failed inside; this step was not done\nSaved reports and images are intact. Give the code at the foot of the page to IT',
  'error.contract/invalid-message': 'This window and the program differ in version\nYour draft is kept in this window. Reload the window',
  'error.contract/not-authorised': 'This window is no longer admitted\nAll that was saved is on this machine. Close it and open it again from the program',
  'error.contract/no-answer': 'The program does not answer\nUnsaved text stays in this window and is saved when the program is back. Do not close the window',

  'error.site/unreachable': '[{{site}}: ]unreachable[ since {{since}}]\nStudies on this machine can be read and signed; reports queue and go first when the line is back. Ask its IT to check the line',
  'error.site/unauthorised': '[{{site}}: ]account or password refused[ ({{status}})]\nStudies on this machine can be read and signed. Ask the administrator to check the account',
  'error.site/server-error': '[{{site}}: ]the image server fails[ ({{status}})]\nStudies on this machine can be read and signed. It is tried again by itself; ask its IT to check the server',
  'error.site/too-many-requests': '[{{site}}: ]asks us to slow down[, next in {{retryAfterSeconds}} s]\nWhat is here is not affected; it is tried again by itself',
  'error.site/not-found': '[{{site}}: ]says it has no such content\nWhat is on this machine can be used. If the study exists, ask its technician to send it again',
  'error.site/not-dicomweb': '[{{site}}: ]the address does not answer DICOMweb\nNothing was fetched. Ask the administrator to check the address',
  'error.site/invalid-answer': '[{{site}}: ]the answer cannot be understood\nIt was not used and is asked again. Tell IT when it happens often',
  'error.site/truncated': '[{{site}}: ]the transfer broke off\nComplete images are kept; the rest is fetched again by itself',
  'error.site/stalled': '[{{site}}: ]the transfer stands still\nComplete images are kept; the rest is fetched again by itself',
  'error.site/too-large': '[{{site}}: ]sent more than is allowed[ ({{maximumBytes}})]\nIt was not taken; other studies are not affected. Tell IT',
  'error.site/unexpected-instance': '[{{site}}: ]sent an image of another study\nIt was not taken. Ask its technician to check',
  'error.site/refused-object': '[{{site}}: ]refused our report[ ({{status}})][ (reason {{reason}})]\nThe signed report is intact on this machine and can be sent again. Ask its IT for the reason',
  'error.site/already-there': '[{{site}} is]connected already\nNothing was changed. To give it another address, remove it first',
  'error.site/still-needed': '[{{count}} ]reports still wait for[ {{site}}]\nIt was not removed. Wait until they are delivered, or settle those that cannot be',

  'error.file/not-dicom': '[{{file}}: ]not a DICOM file\nIt was not read; other files are not affected',
  'error.file/damaged': '[{{file}}: ]damaged\nIt was not read; other files are not affected. Ask for an intact copy',
  'error.file/unsupported-ecg': '[{{file}}: ]an ECG format that cannot be read safely[ ({{reason}})]\nIt was not read; other files are not affected. Export DICOM or HL7 aECG from the recorder',

  'error.store/not-held': 'This is not on this machine yet\nIt appears by itself when it arrives',
  'error.store/damaged': 'An image on this machine was damaged and is not shown\nIt is being fetched again; reports and other studies are not affected',
  'error.store/disk-full': 'The disk is full[, {{freeBytes}} left]; prefetching has stopped\nSaved reports and open studies are intact. Free some space',
  'error.store/other-content': 'Other content is already held under the same image number\nThe first is kept, the later one was not used. Ask the technician of the hospital to check',

  'error.profile/in-use': 'Another program uses this data\nNothing was changed. Close the other one first',
  'error.profile/newer-version': 'This data was written by a newer program\nNothing was changed. Update the program',
  'error.profile/wrong-key': 'The key does not open this data\nNothing was changed. Open it on the computer and account it belongs to',
  'error.profile/damaged': 'Data on this machine is damaged[: {{file}}]\nThe intact part was not changed. Ask IT to restore it from the backup',
  'error.profile/not-writable': 'The data folder cannot be written[: {{folder}}]\nNothing was changed. Check the permissions of the disk',

  'error.study/unknown': 'This study was not found\nThe list may have changed. Choose again in the worklist',
  'error.study/not-an-ecg': 'This study holds no ECG\nIt can be opened as images',

  'error.report/unknown': 'This request was not found\nThe list may have changed. Open the study again from the worklist',
  'error.report/stale-revision': 'The report was changed in another window\nBoth texts are kept. Choose one',
  'error.report/already-signed': 'This report is already signed\nThe signed version is unchanged. Your unsaved text stays here and is not sent',
  'error.report/incomplete': 'Not signed: the report is not complete\nThe draft is saved. Complete it, then sign',
  'error.report/missing-glyph': 'Not signed: no glyph[ for “{{character}}”], paper would lack it\nThe draft is saved. Write it another way',
  'error.report/images-missing': 'Not signed: images are missing[, {{held}}/{{expected}} here]\nThe draft is saved. Sign when all are here',
  'error.report/unconfirmed': 'Something to confirm has no reason yet\nGive a reason for each in the signing window, or correct the text',
  'error.critical/unknown': 'This critical value is gone, or somebody closed it\nOpen the window of critical values again',
  'error.critical/incomplete': 'The critical value cannot be closed yet\nName, department and time are needed, and the read-back must match',
  'error.critical/bad-rule': 'A line of the list of critical values is no pattern[: {{rule}}]\nCorrect it and save again',

  'error.imaging/no-memory': 'This machine has too little memory for the reconstruction\nReading slice by slice goes on as before. Close other programs and try again',

  'error.measurement/unknown': 'This measurement was not found\nIt may have been removed in another window. All others are kept',
  'error.measurement/not-allowed': 'This cannot be measured on this image\nExisting measurements are unchanged',

  'error.signing/unknown-signer': 'Not signed: no certificate of this signer was found\nThe report was neither changed nor sent. Choose another signer',
  'error.signing/wrong-pin': 'Not signed: wrong PIN[, {{triesLeft}} tries left]\nThe report was neither changed nor sent. Too many wrong PINs lock the certificate',
  'error.signing/key-locked': 'Not signed: the certificate is locked[ until {{lockedUntil}}]\nThe report was neither changed nor sent. Choose another signer, or have IT unlock it',
  'error.signing/certificate-expired': 'Not signed: the certificate has expired[ ({{validUntil}})]\nThe report was neither changed nor sent. Renew the certificate',
  'error.report/not-signed': 'There is no report to correct or take back\nThis request has no signed report that stands; nothing was changed',
  'error.report/not-submitted': 'No report waits for review\nIt may have been returned, submitted again or signed. Look again',
  'error.report/needs-review': 'Not signed: this department reviews every report\nAnother physician, as reviewer, must sign; you can submit it for review',
  'error.report/final-due': 'Not given up: a preliminary report is followed by a final one\nFinish and sign the final report; a wrong one can be withdrawn afterwards',
  'error.signing/gateway-unreachable': 'Not signed: the signing gateway does not answer\nThe report was neither changed nor sent. Check the address of the hospital\'s gateway and the line, then sign again',
  'error.signing/time-stamp-refused': 'No time stamp: the answer of the time-stamp server cannot be used\nThe signature itself holds; it is tried again. Check the address of the time-stamp service',
  'error.signing/key-unreadable': 'Not signed: the certificate cannot be read\nThe report was neither changed nor sent. Insert it again, or choose another signer',

  'error.import/not-found': 'There is nothing at this place\nNothing was imported. Check the path, and whether the disc or stick is in',
  'error.import/unreadable': 'This folder or archive cannot be read\nNothing was imported. Unpack an archive that has a password first',
  'error.import/missing-file': 'The DICOMDIR names this file, the medium does not have it\nAll other files were imported. Ask the hospital for a complete disc',
  'error.import/upload-lost': 'The files stopped coming\nWhat was imported stays. Choose them again; what is here is recognised',

  'error.delivery/unknown': 'This delivery was not found\nThe signed report is intact on this machine. Tell IT',
  'error.delivery/conflict': 'Not delivered: other content is held[ at {{site}}] under this number\nThe signed report is intact on this machine; nothing was overwritten there. Telephone to compare',
} satisfies EnglishOf<typeof ERRORS_ZH_CN>;
