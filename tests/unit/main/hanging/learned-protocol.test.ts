import { expect, test } from 'vitest';
import { createHangingService } from '#main/hanging/hanging.service.ts';
import { LearnedProtocolRepository } from '#main/hanging/learned-protocol.repository.ts';
import { DEFAULT_PROTOCOLS } from '#shared/hanging/protocol/default-protocols.ts';
import { openTestCatalogue } from '#tests/support/catalogue.ts';

test('the catalogue knows what a screen taught', () => {
  expect(openTestCatalogue().learnedProtocols).toBeInstanceOf(LearnedProtocolRepository);
});

test('a screen that was learned comes back, the newest first; the same id replaces, and what is forgotten is gone', async () => {
  const { learnedProtocols } = openTestCatalogue();
  const kinds: string[] = [];
  let minute = 0;
  const service = createHangingService({
    protocols: { list: async () => learnedProtocols.list(), put: async (protocol, at) => learnedProtocols.put(protocol, at), remove: async (id) => learnedProtocols.remove(id) },
    centre: { share: async () => undefined, forget: async (id) => void (learnedProtocols.remove(id) && kinds.push('hanging-changed')) },
    events: { publish: ({ kind }: { kind: string }) => void kinds.push(kind) } as never,
    clock: { now: () => new Date(Date.UTC(2026, 10, 22, 8, (minute += 1))) },
  });
  const [first, second] = DEFAULT_PROTOCOLS;
  await service.learn({ ...first!, protocolId: 'own-1', name: '甲' });
  await service.learn({ ...second!, protocolId: 'own-2', name: '乙' });
  await service.learn({ ...first!, protocolId: 'own-1', name: '丙' });
  expect((await service.learned()).map(({ protocolId, name }) => [protocolId, name])).toEqual([['own-1', '丙'], ['own-2', '乙']]);
  await service.forget('own-1');
  await service.forget('own-1');
  expect((await service.learned()).map(({ protocolId }) => protocolId)).toEqual(['own-2']);
  expect(kinds).toEqual(['hanging-changed', 'hanging-changed', 'hanging-changed', 'hanging-changed']);
});
