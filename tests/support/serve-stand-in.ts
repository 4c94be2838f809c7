import { buildPage } from './build-page.ts';
import { startStandIn } from './stand-in-server.ts';

/** `node tests/support/serve-stand-in.ts [rows]`: the page over the stand-in, to look at while it is developed. */
const standIn = await startStandIn({ rows: Number(process.argv[2] ?? 60), rendererDirectory: await buildPage() });
process.stdout.write(`${standIn.url}\n`);
