import type { Log } from '../platform/log.ts';
import { secureHeaders } from './security-headers.ts';

/** The whole application, as both hosts see it. */
export type RequestHandler = (request: Request) => Promise<Response>;

/** Answers a request, or leaves it to the next. */
export type Route = (request: Request, pathname: string) => Promise<Response | undefined>;

/** Asks the routes one after the other. A bug becomes a 500 without a word of what it was: the words are in the log. */
export function createRequestHandler(routes: readonly Route[], log: Log): RequestHandler {
  return async (request) => {
    const { pathname } = new URL(request.url);
    try {
      for (const route of routes) {
        const response = await route(request, pathname);
        if (response !== undefined) return response;
      }
      return new Response('not found', { status: 404, headers: secureHeaders('data', { 'content-type': 'text/plain' }) });
    } catch (error) {
      log.error('a request failed', { route: pathname.split('/')[1] }, error);
      return new Response('internal error', { status: 500, headers: secureHeaders('data', { 'content-type': 'text/plain' }) });
    }
  };
}

/** Only reads may pass: anything else is no question for files and frames. */
export function readOnly(answer: (pathname: string) => Promise<Response | undefined>): Route {
  return async (request, pathname) => (request.method === 'GET' ? answer(pathname) : undefined);
}
