import type {} from '../../main/signing/node-forge.d.ts';
