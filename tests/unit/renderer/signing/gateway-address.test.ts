import { expect, test } from 'vitest';
import { gatewayAddress } from '#renderer/features/signing/gateway-address.ts';

test.each([
  ['', { status: 'empty' }], ['https://', { status: 'empty' }],
  ['https://ca.example.cn/sign/', { status: 'good', baseUrl: 'https://ca.example.cn/sign' }],
  // Full-width, as an input method gives it.
  ['ｈｔｔｐｓ：／／ca.example.cn', { status: 'good', baseUrl: 'https://ca.example.cn' }],
  ['http://127.0.0.1:8080', { status: 'good', baseUrl: 'http://127.0.0.1:8080' }],
  ['http://ca.example.cn', { status: 'open' }], ['http://127.0.0.1.example.cn', { status: 'open' }],
  ['ca.example.cn', { status: 'unreadable' }], ['ftp://ca.example.cn', { status: 'unreadable' }], ['https://ca.example.cn/?user=1', { status: 'unreadable' }],
])('%j is the address of a gateway: %j', (typed, expected) => {
  expect(gatewayAddress(typed)).toEqual(expected);
});
