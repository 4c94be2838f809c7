import type { FetchPath } from './fetch-frame.ts';

/**
 * Several viewports, the rail and the hanging follow one series, and each asks for its headers when it hears the same event: main is asked once. Only questions of one
 * moment are shared, so that none is answered with what was known before its event.
 */
export function shareQuestions(fetchPath: FetchPath): FetchPath {
  const asked = new Map<string, Promise<Answer>>();

  const ask = async (path: string): Promise<Answer> => {
    // Whoever leaves leaves the question to the others.
    const response = await fetchPath(path, { signal: new AbortController().signal });
    return { status: response.status, headers: response.headers, bytes: await response.arrayBuffer() };
  };

  return async (path, { signal }) => {
    signal.throwIfAborted();
    let answer = asked.get(path);
    if (answer === undefined) {
      answer = ask(path);
      asked.set(path, answer);
      setTimeout(() => asked.delete(path), 0);
    }
    const { status, headers, bytes } = await answer;
    signal.throwIfAborted();
    return new Response(bytes.byteLength === 0 ? null : bytes, { status, headers });
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: ArrayBuffer;
}
