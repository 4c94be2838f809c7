import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDicomWebSite } from '#main/dicomweb/dicom-web-site.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import { errorWords } from '#renderer/text/error-words.ts';
import { createFormatters } from '#renderer/text/formatters.ts';
import { createTextEngine, translateWith } from '#renderer/text/text-engine.ts';
import { readPart10 } from '#main/part10/read-part10.ts';
import { bytes, hangUp, html, multipart, multipartBody, silence, startFaultServer, status, type Behaviour, type FaultServer } from '#tests/support/fault-server.ts';
import { ctSlice } from '#tests/support/instances.ts';

/** Every fault of a hospital's server, from the socket to the sentence that the physician reads. */

const t = translateWith(createTextEngine('zh-CN'));
const words = { t, format: createFormatters(t, 'zh-CN') };
const RELATED = 'multipart/related; type="application/dicom"; boundary=a-boundary';
const image = ctSlice(1);
const half = multipartBody([image]).subarray(0, 500);
const whole = multipartBody([image]);

let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer();
});
afterEach(() => server.stop());

const fetchImage = () =>
  createDicomWebSite({ name: '北原县人民医院', baseUrl: server.baseUrl, noProgressTimeoutMs: 1_500 }).retrieveInstance('1.2.3', '1.2.3.1', '1.2.3.1.1', new AbortController().signal);

async function shown(fault: Behaviour): Promise<string> {
  server.answer(fault);
  const error: unknown = await fetchImage().then(
    (part10) => {
      readPart10(part10);
      return undefined;
    },
    (thrown: unknown) => thrown,
  );
  if (!isAppError(error)) throw new Error('the fault went unnoticed');
  return errorWords(words, error.code, error.facts).title;
}

describe('the person reads, of a server that', () => {
  test.each<readonly [string, Behaviour, string]>([
    ['answers 401', status(401), '北原县人民医院拒绝了账号或口令（401）'],
    ['answers 403', status(403), '北原县人民医院拒绝了账号或口令（403）'],
    ['answers 429 with Retry-After', status(429, { 'Retry-After': '20' }), '北原县人民医院要求放慢，20 秒后再取'],
    ['answers 503', status(503), '北原县人民医院的影像服务出错（503）'],
    ['resets in mid-frame', bytes(half, RELATED, 'reset'), '北原县人民医院连不上'],
    ['closes in mid-frame', bytes(half, RELATED, 'close'), '北原县人民医院传到一半断了'],
    ['resets before the answer', hangUp(), '北原县人民医院连不上'],
    ['stalls in mid-frame', bytes(half, RELATED, 'stall'), '北原县人民医院停住不传了'],
    ['stalls before the answer', silence(), '北原县人民医院停住不传了'],
    ['truncates its multipart', bytes(half, RELATED, 'end'), '北原县人民医院传到一半断了'],
    ['promises more by Content-Length than it sends', bytes(half, RELATED, 'close', whole.length), '北原县人民医院传到一半断了'],
    ['sends a web page with 200', html(), '北原县人民医院的地址回答的不是 DICOMweb'],
    ['sends another object than was asked for', multipart([ctSlice(7)]), '北原县人民医院发来的影像不属于这次检查'],
  ])('%s', async (_what, fault, title) => {
    expect(await shown(fault)).toBe(title);
  });
});

describe('nothing, because the image is whole, of a server that', () => {
  test.each<readonly [string, Behaviour]>([
    ['names another boundary than it uses', multipart([image], { contentType: 'multipart/related; type="application/dicom"; boundary=another' })],
    ['quotes its type oddly', multipart([image], { contentType: 'multipart/related; type="application/dicom; transfer-syntax=1.2.840.10008.1.2.1"; boundary=a-boundary' })],
    ['sends the part twice', multipart([image, image])],
    ['names a wrong length for the part', multipart([image], { partHeaders: () => ['Content-Type: application/dicom', 'Content-Length: 7'] })],
    ['does not know Range and sends the whole', multipart([image])],
  ])('%s', async (_what, answer) => {
    server.answer(answer);
    expect(readPart10(await fetchImage()).sopInstanceUid).toBe('1.2.3.1.1');
  });
});
