import { expect, test, vi } from 'vitest';
import { shareQuestions } from '#renderer/imaging/loader/share-questions.ts';

const staying = () => ({ signal: new AbortController().signal });

test('those that ask for the same headers in one moment are answered by one question, each with the whole of it', async () => {
  const fetchPath = vi.fn(async () => new Response('[1,2]', { headers: { 'content-type': 'application/dicom+json' } }));
  const ask = shareQuestions(fetchPath);
  const answers = await Promise.all([ask('/metadata/1/1.2', staying()), ask('/metadata/1/1.2', staying()), ask('/metadata/1/1.3', staying())]);
  expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([[1, 2], [1, 2], [1, 2]]);
  // 1.2 once for two, 1.3 once.
  expect(fetchPath).toHaveBeenCalledTimes(2);
});

test('who asks after another event is not answered with what was known before it', async () => {
  let known = 1;
  const late = Promise.withResolvers<void>();
  const ask = shareQuestions(async () => {
    const then = known;
    if (then === 1) await late.promise;
    return new Response(String(then));
  });
  const first = ask('/metadata/1/1.2', staying());
  await new Promise((resolve) => setTimeout(resolve, 5));
  known = 2;
  expect(await (await ask('/metadata/1/1.2', staying())).text()).toBe('2');
  late.resolve();
  expect(await (await first).text()).toBe('1');
});

test('one that leaves takes the answer from nobody else, and hears nothing of it', async () => {
  const ask = shareQuestions(async () => new Response('[]'));
  const leaving = new AbortController();
  const [left, stayed] = [ask('/metadata/1/1.2', { signal: leaving.signal }), ask('/metadata/1/1.2', staying())];
  leaving.abort();
  await expect(left).rejects.toThrow();
  expect((await stayed).status).toBe(200);
});

test('an answer without a body, and a store that does not answer, are told to each', async () => {
  const ask = shareQuestions(async (path) => {
    if (path === '/gone') throw new TypeError('Failed to fetch');
    return new Response(null, { status: 404 });
  });
  expect((await ask('/metadata/1/1.2', staying())).status).toBe(404);
  const both = await Promise.allSettled([ask('/gone', staying()), ask('/gone', staying())]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
