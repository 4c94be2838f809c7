import { expect, test } from 'vitest';
import { isOurAddress, isOurDocument, mayNavigate, schemeOf } from '#main/hosts/electron/addresses.ts';

test.each(['tongyue://app/', 'tongyue://app', 'tongyue://app/studies/4?view=ecg#lead-II', 'TONGYUE://app/'])('%s is ours', (address) => {
  expect(isOurAddress(address)).toBe(true);
});

test.each(['tongyue://other/', 'tongyue://app.evil/', 'tongyue://somebody@app/', 'tongyue:app', 'https://app/', 'http://tongyue/app', 'file:///app', 'javascript:alert(1)', 'about:blank', '', 'app'])(
  '%s is not ours',
  (address) => {
    expect(isOurAddress(address)).toBe(false);
  },
);

test('only what the request handler serves as a document is one', () => {
  expect(isOurDocument('tongyue://app/documents/signed/1.2.3')).toBe(true);
  expect(isOurDocument('tongyue://app/documents')).toBe(false);
  expect(isOurDocument('tongyue://app/frames/1/1.2.3/1')).toBe(false);
  expect(isOurDocument('https://evil.example/documents/signed/1.2.3')).toBe(false);
});

test('a document that a page of ours made may be shown, in a frame with the viewer that shows it', () => {
  expect(mayNavigate('blob:tongyue://app/7e0e6a9c-3f52-4a3d-9a0b-1b9b6a0c1f11', false)).toBe(true);
  expect(mayNavigate('blob:https://evil.example/1', false)).toBe(false);
  expect(mayNavigate('chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/index.html', false)).toBe(true);
  expect(mayNavigate('chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/index.html', true)).toBe(false);
  expect(mayNavigate('chrome-extension://abcdefghijklmnopabcdefghijklmnop/index.html', false)).toBe(false);
});

test('the log learns the scheme of an address and nothing else of it', () => {
  expect(schemeOf('https://evil.example/?name=ZHANG')).toBe('https:');
  expect(schemeOf('ZHANG San')).toBe('none');
});
