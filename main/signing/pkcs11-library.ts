import type * as koffiTypes from 'koffi';
import { createRequire } from 'node:module';

/** Loaded with the first token: a seat without one never needs it, and starts where it is not installed. */
type Koffi = typeof koffiTypes;

/** The handful of functions of PKCS#11 v2.40 that a signature needs. CK_ULONG is `unsigned long`: eight bytes, four on Windows. */
export interface Pkcs11Functions {
  /** Where a buffer lies, for the pointers inside PKCS#11's structures. The buffer must live as long as the structure. */
  readonly addressOf: (buffer: Buffer) => bigint;

  readonly initialize: (args: null) => number;
  readonly getSlotList: (withToken: number, slots: Buffer | null, count: Buffer) => number;
  readonly getTokenInfo: (slot: number, info: Buffer) => number;
  readonly openSession: (slot: number, flags: number, application: null, notify: null, session: Buffer) => number;
  readonly closeSession: (session: number) => number;
  readonly login: (session: number, userType: number, pin: Buffer, length: number) => number;
  readonly logout: (session: number) => number;
  readonly findObjectsInit: (session: number, template: Buffer, count: number) => number;
  readonly findObjects: (session: number, objects: Buffer, most: number, count: Buffer) => number;
  readonly findObjectsFinal: (session: number) => number;
  readonly getAttributeValue: (session: number, object: number, template: Buffer, count: number) => number;
  readonly signInit: (session: number, mechanism: Buffer, key: number) => number;
  readonly sign: (session: number, data: Buffer, length: number, signature: Buffer, signatureLength: Buffer) => number;
}

/** Opens the library of a token. @throws Error when the file is no such library */
export function loadPkcs11(libraryPath: string): Pkcs11Functions {
  const koffi = createRequire(import.meta.url)('koffi') as Koffi;
  const library = koffi.load(libraryPath);
  // Each declaration says in C what its property says in TypeScript.
  const bind = (declaration: string): never => library.func(declaration) as never;
  return {
    addressOf: (buffer) => koffi.address(buffer),
    initialize: bind('unsigned long C_Initialize(void *args)'),
    getSlotList: bind('unsigned long C_GetSlotList(uint8_t withToken, void *slots, void *count)'),
    getTokenInfo: bind('unsigned long C_GetTokenInfo(unsigned long slot, void *info)'),
    openSession: bind('unsigned long C_OpenSession(unsigned long slot, unsigned long flags, void *application, void *notify, void *session)'),
    closeSession: bind('unsigned long C_CloseSession(unsigned long session)'),
    login: bind('unsigned long C_Login(unsigned long session, unsigned long userType, void *pin, unsigned long length)'),
    logout: bind('unsigned long C_Logout(unsigned long session)'),
    findObjectsInit: bind('unsigned long C_FindObjectsInit(unsigned long session, void *attributes, unsigned long count)'),
    findObjects: bind('unsigned long C_FindObjects(unsigned long session, void *objects, unsigned long most, void *count)'),
    findObjectsFinal: bind('unsigned long C_FindObjectsFinal(unsigned long session)'),
    getAttributeValue: bind('unsigned long C_GetAttributeValue(unsigned long session, unsigned long object, void *attributes, unsigned long count)'),
    signInit: bind('unsigned long C_SignInit(unsigned long session, void *mechanism, unsigned long key)'),
    sign: bind('unsigned long C_Sign(unsigned long session, void *data, unsigned long length, void *signature, void *signatureLength)'),
  };
}
